package org.kalepool.stellar.xdr;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.stellar.sdk.xdr.DecoratedSignature;
import org.stellar.sdk.xdr.EnvelopeType;
import org.stellar.sdk.xdr.Memo;
import org.stellar.sdk.xdr.MuxedAccount;
import org.stellar.sdk.xdr.Operation;
import org.stellar.sdk.xdr.Preconditions;
import org.stellar.sdk.xdr.SequenceNumber;
import org.stellar.sdk.xdr.Uint32;
import org.stellar.sdk.xdr.XdrDataInputStream;

/**
 * A transaction as it is sent.
 *
 * @param base64 the XDR, signatures included
 * @param hash what the network knows it by
 * @param innerHash the hash of the transaction inside a fee bump, null if it is none
 * @param fee the most it may cost, stroops
 */
public record Envelope(String base64, Hash hash, @Nullable Hash innerHash, long fee) {

  /**
   * What an envelope says that the pool looks up again after a restart.
   *
   * @param feePayer whose balance the fee comes from
   * @param fee the most it may cost, stroops
   * @param feeOperations how many times it pays the inclusion fee
   * @param data what it declares, null for classic operations
   */
  public record Content(
      Address source,
      Address feePayer,
      long fee,
      long sequence,
      int feeOperations,
      @Nullable SorobanData data) {}

  public static Content read(String base64) {
    boolean creation = Creations.isOne(bytes(base64));
    return Xdr.read("an envelope", base64, in -> content(in, creation));
  }

  private static byte[] bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new XdrException("an envelope is not base64", e);
    }
  }

  private static Content content(XdrDataInputStream in, boolean creation) throws IOException {
    int type = in.readInt();
    if (type == EnvelopeType.ENVELOPE_TYPE_TX.getValue()) {
      Content content = transaction(in, creation);
      signatures(in);
      return content;
    }
    if (type != EnvelopeType.ENVELOPE_TYPE_TX_FEE_BUMP.getValue()) {
      throw new XdrException("an envelope of unknown type " + type);
    }
    Address payer = Xdr.account(MuxedAccount.decode(in));
    long fee = in.readLong();
    if (in.readInt() != EnvelopeType.ENVELOPE_TYPE_TX.getValue()) {
      throw new XdrException("a fee bump around something else than a transaction");
    }
    Content inner = transaction(in, false);
    signatures(in);
    in.readInt();
    signatures(in);
    return new Content(
        inner.source, payer, fee, inner.sequence, inner.feeOperations + 1, inner.data);
  }

  private static Content transaction(XdrDataInputStream in, boolean creation) throws IOException {
    Address source = Xdr.account(MuxedAccount.decode(in));
    long fee = Xdr.value(Uint32.decode(in));
    long sequence = SequenceNumber.decode(in).getSequenceNumber().getInt64();
    Preconditions.decode(in);
    Memo.decode(in);
    int operations = in.readInt();
    for (int i = 0; i < operations; i++) {
      if (creation) {
        Creations.skip(in);
      } else {
        Operation.decode(in);
      }
    }
    SorobanData data = in.readInt() == 1 ? SorobanData.read(in) : null;
    return new Content(source, source, fee, sequence, operations, data);
  }

  private static List<DecoratedSignature> signatures(XdrDataInputStream in) throws IOException {
    int count = in.readInt();
    List<DecoratedSignature> signatures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      signatures.add(DecoratedSignature.decode(in));
    }
    return signatures;
  }
}

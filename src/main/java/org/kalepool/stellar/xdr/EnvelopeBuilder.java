package org.kalepool.stellar.xdr;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Sha256;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.KaleNetwork;
import org.kalepool.stellar.Signer;
import org.stellar.sdk.xdr.DecoratedSignature;
import org.stellar.sdk.xdr.EnvelopeType;
import org.stellar.sdk.xdr.Memo;
import org.stellar.sdk.xdr.MemoType;
import org.stellar.sdk.xdr.PreconditionType;
import org.stellar.sdk.xdr.Preconditions;
import org.stellar.sdk.xdr.SequenceNumber;
import org.stellar.sdk.xdr.Signature;
import org.stellar.sdk.xdr.SignatureHint;
import org.stellar.sdk.xdr.SorobanAuthorizationEntry;
import org.stellar.sdk.xdr.TimeBounds;
import org.stellar.sdk.xdr.TimePoint;
import org.stellar.sdk.xdr.TransactionEnvelope;
import org.stellar.sdk.xdr.TransactionV1Envelope;
import org.stellar.sdk.xdr.Uint64;
import org.stellar.sdk.xdr.XdrDataOutputStream;
import org.stellar.sdk.xdr.XdrString;
import org.stellar.sdk.xdr.XdrUnsignedHyperInteger;

/** Writes, hashes and signs transactions. */
public final class EnvelopeBuilder {
  private static final int TX = EnvelopeType.ENVELOPE_TYPE_TX.getValue();
  private static final int FEE_BUMP = EnvelopeType.ENVELOPE_TYPE_TX_FEE_BUMP.getValue();

  private final KaleNetwork network;
  private final Operations operations;

  public EnvelopeBuilder(KaleNetwork network) {
    this.network = network;
    this.operations = new Operations(network);
  }

  /**
   * A transaction to be.
   *
   * @param maxTime the close time of the last ledger it may land in, Unix seconds
   * @param inclusionFee stroops for each operation
   * @param auth as the simulation gave it
   * @param data null for classic operations
   */
  public record Draft(
      Address source,
      long sequence,
      long maxTime,
      Call call,
      long inclusionFee,
      List<SorobanAuthorizationEntry> auth,
      @Nullable SorobanData data) {
    int operationCount() {
      return call instanceof Call.Operations many ? many.operations().size() : 1;
    }

    long resourceFee() {
      return data == null ? 0 : data.resourceFee();
    }

    long fee() {
      return inclusionFee * operationCount() + resourceFee();
    }
  }

  /** Without signatures, for a simulation. */
  public String unsigned(Draft draft) {
    return Xdr.base64(envelope(transaction(draft), List.of()));
  }

  /** Every account that has to sign: the source and the operations' own sources. */
  public static SequencedSet<Address> signers(Draft draft) {
    SequencedSet<Address> signers = new LinkedHashSet<>();
    signers.add(draft.source());
    switch (draft.call()) {
      case Call.Plant plant when plant.farmer().isAccount() -> signers.add(plant.farmer());
      case Call.Operations many ->
          many.operations().stream()
              .map(Call.Op::source)
              .filter(Objects::nonNull)
              .forEach(signers::add);
      default -> {}
    }
    return signers;
  }

  /**
   * Signs for the source and every operation's own source.
   *
   * @param payer wraps it into a fee bump that this account pays; null: the source pays
   */
  public Envelope sign(Draft draft, @Nullable Address payer, Signer signer) {
    byte[] transaction = transaction(draft);
    byte[] hash = hash(TX, transaction);
    List<DecoratedSignature> signatures = new ArrayList<>();
    for (Address account : signers(draft)) {
      signatures.add(signature(account, hash, signer));
    }
    if (payer == null || payer.equals(draft.source())) {
      return new Envelope(
          Xdr.base64(envelope(transaction, signatures)), Hash.of(hash), null, draft.fee());
    }
    long fee = draft.inclusionFee() * (draft.operationCount() + 1) + draft.resourceFee();
    return wrapped(payer, fee, envelope(transaction, signatures), hash, signer);
  }

  /**
   * Wraps a signed transaction into a fee bump, in place of the one around it if there is one.
   *
   * @param base64 the envelope
   * @param fee the most it may cost, resource fee included, stroops
   */
  public Envelope bump(String base64, Address payer, long fee, Signer signer) {
    byte[] envelope = Base64.getDecoder().decode(base64);
    TransactionEnvelope sent = Xdr.read("an envelope", base64, TransactionEnvelope::decode);
    byte[] inner = envelope;
    TransactionV1Envelope content = sent.getV1();
    if (sent.getFeeBump() != null) {
      content = sent.getFeeBump().getTx().getInnerTx().getV1();
      TransactionV1Envelope wrapped = content;
      inner =
          Xdr.bytes(
              out -> {
                out.writeInt(TX);
                wrapped.encode(out);
              });
    }
    byte[] transaction = Xdr.bytes(content.getTx()::encode);
    return wrapped(payer, fee, inner, hash(TX, transaction), signer);
  }

  private Envelope wrapped(Address payer, long fee, byte[] inner, byte[] innerHash, Signer signer) {
    byte[] bump =
        Xdr.bytes(
            out -> {
              Xdr.muxed(payer).encode(out);
              out.writeLong(fee);
              out.write(inner);
              out.writeInt(0);
            });
    byte[] bumpHash = hash(FEE_BUMP, bump);
    byte[] signed =
        Xdr.bytes(
            out -> {
              out.writeInt(FEE_BUMP);
              out.write(bump);
              signatures(out, List.of(signature(payer, bumpHash, signer)));
            });
    return new Envelope(Xdr.base64(signed), Hash.of(bumpHash), Hash.of(innerHash), fee);
  }

  private byte[] transaction(Draft draft) {
    return Xdr.bytes(
        out -> {
          Xdr.muxed(draft.source()).encode(out);
          Xdr.uint32(draft.fee()).encode(out);
          new SequenceNumber(Xdr.int64(draft.sequence())).encode(out);
          until(draft.maxTime()).encode(out);
          memo(draft.call()).encode(out);
          operations.write(out, draft.call(), draft.source(), draft.auth());
          SorobanData data = draft.data();
          out.writeInt(data == null ? 0 : 1);
          if (data != null) {
            data.write(out);
          }
        });
  }

  private static Preconditions until(long maxTime) {
    TimeBounds bounds = new TimeBounds();
    bounds.setMinTime(timePoint(0));
    bounds.setMaxTime(timePoint(maxTime));
    Preconditions preconditions = new Preconditions();
    preconditions.setDiscriminant(PreconditionType.PRECOND_TIME);
    preconditions.setTimeBounds(bounds);
    return preconditions;
  }

  private static TimePoint timePoint(long seconds) {
    return new TimePoint(new Uint64(new XdrUnsignedHyperInteger(seconds)));
  }

  private static Memo memo(Call call) {
    Memo xdr = new Memo();
    org.kalepool.kale.Memo memo = call instanceof Call.Operations many ? many.memo() : null;
    if (memo == null) {
      xdr.setDiscriminant(MemoType.MEMO_NONE);
      return xdr;
    }
    switch (memo.kind()) {
      case TEXT -> {
        xdr.setDiscriminant(MemoType.MEMO_TEXT);
        xdr.setText(new XdrString(memo.value()));
      }
      case ID -> {
        xdr.setDiscriminant(MemoType.MEMO_ID);
        xdr.setId(new Uint64(new XdrUnsignedHyperInteger(new BigInteger(memo.value()))));
      }
      case HASH -> {
        xdr.setDiscriminant(MemoType.MEMO_HASH);
        xdr.setHash(new org.stellar.sdk.xdr.Hash(Hash.ofHex(memo.value()).bytes()));
      }
    }
    return xdr;
  }

  private byte[] hash(int type, byte[] transaction) {
    return Sha256.of(
        Xdr.bytes(
            out -> {
              out.write(network.id());
              out.writeInt(type);
              out.write(transaction);
            }));
  }

  private static byte[] envelope(byte[] transaction, List<DecoratedSignature> signatures) {
    return Xdr.bytes(
        out -> {
          out.writeInt(TX);
          out.write(transaction);
          signatures(out, signatures);
        });
  }

  private static void signatures(XdrDataOutputStream out, List<DecoratedSignature> signatures)
      throws IOException {
    out.writeInt(signatures.size());
    for (DecoratedSignature signature : signatures) {
      signature.encode(out);
    }
  }

  private static DecoratedSignature signature(Address account, byte[] hash, Signer signer) {
    DecoratedSignature signature = new DecoratedSignature();
    signature.setHint(new SignatureHint(Arrays.copyOfRange(account.bytes(), 28, 32)));
    signature.setSignature(new Signature(signer.sign(account, hash)));
    return signature;
  }
}

package org.kalepool.lab.sandbox.transaction;

import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.lab.sandbox.xdr.Crypto;
import org.kalepool.lab.sandbox.xdr.XdrAddresses;
import org.kalepool.lab.sandbox.xdr.XdrOut;
import org.kalepool.lab.sandbox.xdr.XdrWalk;
import org.stellar.sdk.xdr.CryptoKeyType;
import org.stellar.sdk.xdr.DecoratedSignature;
import org.stellar.sdk.xdr.EnvelopeType;
import org.stellar.sdk.xdr.MemoType;
import org.stellar.sdk.xdr.MuxedAccount;
import org.stellar.sdk.xdr.Operation;
import org.stellar.sdk.xdr.OperationType;
import org.stellar.sdk.xdr.Preconditions;
import org.stellar.sdk.xdr.PreconditionsV2;
import org.stellar.sdk.xdr.SorobanTransactionData;
import org.stellar.sdk.xdr.TimeBounds;
import org.stellar.sdk.xdr.Transaction;
import org.stellar.sdk.xdr.TransactionEnvelope;
import org.stellar.sdk.xdr.TransactionV1Envelope;

/**
 * A transaction as it was sent.
 *
 * @param base64 the envelope as sent
 * @param hash names the transaction; of a fee bump, the outer one
 * @param innerHash what the transaction's own signatures sign; equal to hash unless bumped
 * @param size bytes of the envelope, of the inner one when bumped
 * @param bump who bumps the fee, null when nobody does
 * @param scan what it has of contracts, null when it is not a contract's
 */
public record SignedTransaction(
    String base64,
    Hash hash,
    Hash innerHash,
    Transaction tx,
    List<DecoratedSignature> signatures,
    int size,
    @Nullable Bump bump,
    EnvelopeScan.@Nullable Found scan) {

  /**
   * @param fee the most that may be charged, stroops
   */
  record Bump(Address source, long fee, List<DecoratedSignature> signatures) {}

  /** The envelope's XDR of a transaction, or nothing when it is not one that the sandbox reads. */
  public static Optional<SignedTransaction> parse(String base64, byte[] networkId) {
    try {
      byte[] sent = Base64.getDecoder().decode(base64);
      int start = start(sent);
      EnvelopeScan.@Nullable Found scan = EnvelopeScan.of(sent, start).orElse(null);
      TransactionEnvelope envelope =
          TransactionEnvelope.fromXdrByteArray(
              scan == null || (scan.readable().length == scan.raw().length && !scan.newer())
                  ? sent
                  : readable(sent, start, scan));
      return switch (envelope.getDiscriminant()) {
        case ENVELOPE_TYPE_TX -> Optional.of(plain(base64, envelope.getV1(), scan, networkId));
        case ENVELOPE_TYPE_TX_FEE_BUMP ->
            Optional.of(bumped(base64, sent, envelope, scan, networkId));
        default -> Optional.empty();
      };
    } catch (IOException | RuntimeException e) {
      // the SDK's reader throws whatever the bytes make it stumble over
      return Optional.empty();
    }
  }

  /** Where the transaction starts in an envelope. */
  private static int start(byte[] sent) {
    XdrWalk in = new XdrWalk(sent);
    if (in.int32() == EnvelopeType.ENVELOPE_TYPE_TX_FEE_BUMP.getValue()) {
      in.skipMuxedAccount();
      in.skip(12);
    }
    return in.position();
  }

  private static byte[] readable(byte[] sent, int start, EnvelopeScan.Found scan) {
    int end = start + scan.raw().length;
    return new XdrOut()
        .raw(Arrays.copyOf(sent, start))
        .raw(scan.readable())
        .raw(Arrays.copyOfRange(sent, end, sent.length))
        .bytes();
  }

  private static SignedTransaction plain(
      String base64,
      TransactionV1Envelope envelope,
      EnvelopeScan.@Nullable Found scan,
      byte[] networkId)
      throws IOException {
    byte[] raw = scan == null ? envelope.getTx().toXdrByteArray() : scan.raw();
    Hash hash = signed(networkId, EnvelopeType.ENVELOPE_TYPE_TX, raw);
    return new SignedTransaction(
        base64,
        hash,
        hash,
        envelope.getTx(),
        List.of(envelope.getSignatures()),
        4 + raw.length + size(envelope.getSignatures()),
        null,
        scan);
  }

  private static SignedTransaction bumped(
      String base64,
      byte[] sent,
      TransactionEnvelope envelope,
      EnvelopeScan.@Nullable Found scan,
      byte[] networkId)
      throws IOException {
    var outer = envelope.getFeeBump().getTx();
    SignedTransaction inner = plain(base64, outer.getInnerTx().getV1(), scan, networkId);
    int end = sent.length - size(envelope.getFeeBump().getSignatures());
    return new SignedTransaction(
        base64,
        signed(networkId, EnvelopeType.ENVELOPE_TYPE_TX_FEE_BUMP, Arrays.copyOfRange(sent, 4, end)),
        inner.hash,
        inner.tx,
        inner.signatures,
        inner.size,
        new Bump(
            XdrAddresses.address(outer.getFeeSource()),
            outer.getFee().getInt64(),
            List.of(envelope.getFeeBump().getSignatures())),
        scan);
  }

  /** Bytes of a list of signatures. */
  private static int size(DecoratedSignature[] signatures) {
    int size = 4;
    for (DecoratedSignature signature : signatures) {
      size += 8 + (signature.getSignature().getSignature().length + 3) / 4 * 4;
    }
    return size;
  }

  private static Hash signed(byte[] networkId, EnvelopeType type, byte[] transaction) {
    return Crypto.sha256(
        new XdrOut().raw(networkId).int32(type.getValue()).raw(transaction).bytes());
  }

  public Address source() {
    return XdrAddresses.address(tx.getSourceAccount());
  }

  public Address feeSource() {
    return bump == null ? source() : bump.source;
  }

  public Address source(Operation operation) {
    return operation.getSourceAccount() == null
        ? source()
        : XdrAddresses.address(operation.getSourceAccount());
  }

  public long sequence() {
    return tx.getSeqNum().getSequenceNumber().getInt64();
  }

  public List<Operation> operations() {
    return Arrays.asList(tx.getOperations());
  }

  /** Operations as the fee counts them: a fee bump is one more. */
  int feeOperations() {
    return tx.getOperations().length + (bump == null ? 0 : 1);
  }

  /** What may be charged at most, with the resource fee. */
  long fee() {
    return bump == null ? tx.getFee().getUint32().getNumber() : bump.fee;
  }

  long resourceFee() {
    SorobanTransactionData data = soroban();
    return data == null ? 0 : data.getResourceFee().getInt64();
  }

  public @Nullable SorobanTransactionData soroban() {
    return tx.getExt().getSorobanData();
  }

  /** Whether any of its operations is a contract's: a call, or about lives. */
  boolean isContracts() {
    return operations().stream().anyMatch(o -> isContracts(o.getBody().getDiscriminant()));
  }

  private static boolean isContracts(OperationType type) {
    return switch (type) {
      case INVOKE_HOST_FUNCTION, EXTEND_FOOTPRINT_TTL, RESTORE_FOOTPRINT -> true;
      default -> false;
    };
  }

  /** Whether it has a memo or a multiplexed source, which a host function may not have. */
  boolean tellsMore() {
    MuxedAccount source = tx.getOperations()[0].getSourceAccount();
    return hostFunction().length > 0
        && (tx.getMemo().getDiscriminant() != MemoType.MEMO_NONE
            || isMuxed(tx.getSourceAccount())
            || (source != null && isMuxed(source)));
  }

  private static boolean isMuxed(MuxedAccount account) {
    return account.getDiscriminant() == CryptoKeyType.KEY_TYPE_MUXED_ED25519;
  }

  /** Whether it offers less than its contract's resources are said to cost. */
  boolean lacksResourceFee() {
    return bump == null && fee() < resourceFee();
  }

  boolean restores() {
    return tx.getOperations()[0].getBody().getDiscriminant() == OperationType.RESTORE_FOOTPRINT;
  }

  /** What it declares; for transactions that carry Soroban data. */
  public Resources resources(SorobanTransactionData data) {
    Resources declared = Resources.of(data);
    return scan == null || scan.archived().isEmpty()
        ? declared
        : declared.restoring(scan.archived());
  }

  /** HostFunction as XDR; empty for operations that have none. */
  public byte[] hostFunction() {
    return scan == null ? new byte[0] : scan.hostFunction();
  }

  /** SorobanAuthorizationEntries as XDR. */
  public List<byte[]> authorizations() {
    return scan == null ? List.of() : scan.auth();
  }

  /** Whether the SDK can read what it calls and who has allowed that. */
  public boolean isPlainlyAuthorized() {
    return scan == null || !scan.newer();
  }

  /** Unix seconds, 0 for none. */
  long minTime() {
    TimeBounds bounds = timeBounds();
    return bounds == null
        ? 0
        : bounds.getMinTime().getTimePoint().getUint64().getNumber().longValue();
  }

  /** Unix seconds, 0 for none. */
  long maxTime() {
    TimeBounds bounds = timeBounds();
    return bounds == null
        ? 0
        : bounds.getMaxTime().getTimePoint().getUint64().getNumber().longValue();
  }

  /** Preconditions besides time bounds, null when there are none. */
  @Nullable PreconditionsV2 preconditions() {
    return tx.getCond().getV2();
  }

  private @Nullable TimeBounds timeBounds() {
    Preconditions cond = tx.getCond();
    return switch (cond.getDiscriminant()) {
      case PRECOND_NONE -> null;
      case PRECOND_TIME -> cond.getTimeBounds();
      case PRECOND_V2 -> cond.getV2().getTimeBounds();
    };
  }
}

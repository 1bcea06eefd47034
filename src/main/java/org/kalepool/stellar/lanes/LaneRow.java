package org.kalepool.stellar.lanes;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.stellar.TransactionRequest;

/**
 * An open row of {@code transactions}.
 *
 * @param built its envelope, null while it is QUEUED
 * @param envelopes how many envelopes it has had
 */
record LaneRow(
    long id,
    TransactionRequest request,
    int attempts,
    int envelopes,
    @Nullable LastAnswer lastAnswer,
    Instant createdAt,
    @Nullable Built built) {

  /**
   * An envelope that may be in the network.
   *
   * @param ledger the newest ledger seen before it was first sent; it can only land in later ones
   * @param sentLedger the ledger a node was at when it first took it, null if none did yet
   * @param bid null for one of before bids were kept
   */
  record Built(
      String envelope,
      String hash,
      @Nullable String innerHash,
      long sequence,
      long maxTime,
      long ledger,
      @Nullable Long sentLedger,
      Bids.@Nullable Bid bid) {}

  /** The same about another of its envelopes. */
  LaneRow with(Built other) {
    return new LaneRow(id, request, attempts, envelopes, lastAnswer, createdAt, other);
  }

  Address lane() {
    return request.lane();
  }

  TransactionState state() {
    return built == null ? TransactionState.QUEUED : TransactionState.BUILT;
  }

  Built envelope() {
    return Objects.requireNonNull(built, "not built");
  }

  /** The key its lane runs under in Tasks. */
  static String key(Address lane) {
    return "lane " + lane;
  }
}

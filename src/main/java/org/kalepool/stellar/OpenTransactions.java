package org.kalepool.stellar;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Xlm;

/** What an operator sees of the lanes, and what can be done about them by hand. */
public interface OpenTransactions {
  /**
   * One that has not ended.
   *
   * @param state QUEUED (nothing sent) or BUILT (may be in the network)
   * @param age since it was asked for
   * @param envelopes how many envelopes it has had
   * @param hash of the envelope that may be in the network, null if none
   * @param lastAnswer what was heard last, null if nothing
   * @param inclusionBid what that envelope bids for an operation, stroops; null if there is none
   * @param bidReason why so much
   */
  record Open(
      long id,
      TransactionRequest request,
      String state,
      Duration age,
      int envelopes,
      @Nullable Hash hash,
      @Nullable String lastAnswer,
      @Nullable Long inclusionBid,
      @Nullable String bidReason) {}

  /** What came of giving one up. */
  enum GivingUp {
    /** It has ended as REFUSED with {@link Cause#GIVEN_UP}. */
    DONE,
    /** It may be in the network: wait until its time is over. */
    MAY_STILL_LAND,
    /** It has ended, or never was. */
    NOT_OPEN
  }

  /**
   * One that waits.
   *
   * @param maxTime Unix seconds, after which what is in the network can land no more; null while it
   *     is queued
   */
  @RegisterForReflection
  record Waiting(
      long id,
      Action action,
      UUID farmer,
      @Nullable Long block,
      Instant createdAt,
      @Nullable Long maxTime,
      int attempts,
      @Nullable String lastAnswer) {}

  /**
   * What one that is in a ledger bid for its place and was charged.
   *
   * @param inclusionBid for an operation, stroops: the most that would have been paid; null for one
   *     of before bids were kept
   * @param inclusionCharged what it was, the price of that ledger; null where no node told
   * @param fee all that it cost
   * @param bidReason why it bid so much
   * @param cause why it failed; null if it did not
   */
  @RegisterForReflection
  record Fare(
      long id,
      Action action,
      @Nullable UUID farmer,
      @Nullable Long block,
      Hash hash,
      long ledger,
      @Nullable Long inclusionBid,
      @Nullable Long inclusionCharged,
      Xlm fee,
      @Nullable String bidReason,
      @Nullable Cause cause) {}

  /**
   * Of those that ended last and are not archived, the newest first.
   *
   * @param before only those of a smaller id
   */
  List<Fare> fares(long before, int rows);

  /** Those whose time in the network ended before this, Unix seconds. */
  List<Waiting> overdue(long before);

  /** Those that were asked for before this, and of which nothing is in the network. */
  List<Waiting> queuedBefore(Instant before);

  /** All that have not ended, oldest first. */
  List<Open> list();

  /** Whether any of this kind has not ended. */
  default boolean has(Action action) {
    return list().stream().anyMatch(it -> it.request().action() == action);
  }

  /**
   * Has one that waits take its next step with the next look at the lanes, whatever pause it was to
   * keep.
   *
   * @return its state; empty if it has ended, or never was
   */
  Optional<String> retry(long id);

  /**
   * Ends one that is not in the network and never can be.
   *
   * @throws RpcException if the node has to be asked and cannot be
   */
  GivingUp giveUp(long id, String why);
}

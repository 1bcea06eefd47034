package org.kalepool.stellar.lanes;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Cause;

/** What the network's answer means for a transaction; there is nothing else it can mean. */
public sealed interface Answer {
  /**
   * It is in a ledger and did what it was for.
   *
   * @param fee what was charged, refund deducted; null if the answer does not tell
   * @param taken what was charged at first, before any refund; null if the answer does not tell
   * @param minted what the asset contract minted, null if nothing
   * @param merged what merged accounts handed over, null if none was merged
   * @param unread the result as the node gave it, if it cannot be read; null if it can
   * @param items what became of a batch's items, in their order; null if it is no batch, or the
   *     answer does not tell
   */
  record Landed(
      long ledger,
      long closeTime,
      @Nullable Xlm fee,
      @Nullable Xlm taken,
      @Nullable Kale minted,
      @Nullable Xlm merged,
      @Nullable String unread,
      @Nullable List<Item> items)
      implements Answer {}

  /** What became of an item of a batch that landed. */
  sealed interface Item {
    /**
     * It did what it was for.
     *
     * @param rewarded what a harvest earned without the stake, null for a work
     */
    record Done(@Nullable Kale rewarded) implements Item {}

    /** It failed, and the others did not mind. */
    record Failed(Cause cause, String detail) implements Item {}
  }

  /**
   * It is in a ledger, failed and was charged for.
   *
   * @param fee what was charged, refund deducted; null if the answer does not tell
   * @param taken what was charged at first, before any refund; null if the answer does not tell
   */
  record Failed(
      long ledger,
      long closeTime,
      @Nullable Xlm fee,
      @Nullable Xlm taken,
      Cause cause,
      String detail)
      implements Answer {}

  /** This envelope is refused for good, and so would be another of the same content. */
  record Refused(Cause cause, String detail) implements Answer {}

  /** Not now. */
  record TryAgain(String why, Takes takes) implements Answer {

    /** All it takes is time. */
    public static TryAgain later(String why) {
      return new TryAgain(why, Takes.TIME);
    }
  }

  /** What it takes until trying again can help. */
  enum Takes {
    TIME,
    /** More than was bid, within what the operator allows. */
    A_HIGHER_BID,
    /** More than the operator allows. */
    A_HIGHER_LIMIT
  }

  /** A node has it: it may land. */
  record Taken(String status) implements Answer {}

  /** It may be in the network, or not: nothing may be concluded. */
  record Unknown(String why) implements Answer {}

  /** Its sequence number is not the account's next: find out which of the two is behind. */
  record Resync(String why) implements Answer {}
}

package org.kalepool.stellar;

import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/** How a transaction, or one of its deeds, ended for good. */
public sealed interface Outcome {
  /** What its source paid, of a deed its share of that; zero if it never got into a ledger. */
  Xlm fee();

  /**
   * It is in a ledger and did what it was for.
   *
   * @param ledger the ledger's sequence number
   * @param closeTime that ledger's close time, Unix seconds
   * @param block for plants, the index of the block it planted in, as its footprint says
   * @param minted for harvests, what the asset contract minted: stake and reward; for a split by
   *     contract, what the payout wallet got from the custodial account
   * @param merged what the accounts merged by it handed over, null if it merged none
   * @param inclusionCharged what its place in the ledger cost an operation, stroops; null where no
   *     node told
   * @param rewarded for harvests in a batch, what the contract says that the pail earned, without
   *     the stake; null for all else
   */
  record Landed(
      Hash transaction,
      long ledger,
      long closeTime,
      Xlm fee,
      @Nullable Long block,
      @Nullable Kale minted,
      @Nullable Xlm merged,
      @Nullable Long inclusionCharged,
      @Nullable Kale rewarded)
      implements Outcome {
    /** Of none of a batch, and of which it is not known what its place cost. */
    public Landed(
        Hash transaction,
        long ledger,
        long closeTime,
        Xlm fee,
        @Nullable Long block,
        @Nullable Kale minted,
        @Nullable Xlm merged) {
      this(transaction, ledger, closeTime, fee, block, minted, merged, null, null);
    }
  }

  /**
   * It is in a ledger, failed there, changed nothing but sequence number and fee. A deed of a batch
   * fails alone.
   *
   * @param inclusionCharged what its place in the ledger cost an operation, stroops; null where no
   *     node told
   */
  record Failed(
      Hash transaction,
      long ledger,
      long closeTime,
      Xlm fee,
      Cause cause,
      String detail,
      @Nullable Long inclusionCharged)
      implements Outcome {
    /** One of which it is not known what its place cost. */
    public Failed(
        Hash transaction, long ledger, long closeTime, Xlm fee, Cause cause, String detail) {
      this(transaction, ledger, closeTime, fee, cause, detail, null);
    }
  }

  /** It is in no ledger and can never be: refused for good, expired, or never sent. */
  record Refused(@Nullable Hash transaction, Cause cause, String detail) implements Outcome {
    @Override
    public Xlm fee() {
      return Xlm.ZERO;
    }
  }
}

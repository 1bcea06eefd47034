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
   * @param minted for harvests, what the asset contract minted: stake and reward
   * @param merged what the accounts merged by it handed over, null if it merged none
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
      @Nullable Kale rewarded)
      implements Outcome {
    public Landed(
        Hash transaction,
        long ledger,
        long closeTime,
        Xlm fee,
        @Nullable Long block,
        @Nullable Kale minted,
        @Nullable Xlm merged) {
      this(transaction, ledger, closeTime, fee, block, minted, merged, null);
    }
  }

  /**
   * It is in a ledger, failed there, changed nothing but sequence number and fee. A deed of a batch
   * fails alone.
   */
  record Failed(Hash transaction, long ledger, long closeTime, Xlm fee, Cause cause, String detail)
      implements Outcome {}

  /** It is in no ledger and can never be: refused for good, expired, or never sent. */
  record Refused(@Nullable Hash transaction, Cause cause, String detail) implements Outcome {
    @Override
    public Xlm fee() {
      return Xlm.ZERO;
    }
  }
}

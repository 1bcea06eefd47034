package org.kalepool.books;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;

/** What farmers have earned, and what of it was paid out while they stayed. */
public interface Earnings {
  /**
   * What a farmer has earned with a pooler under one share of that one's.
   *
   * @param basisPoints the pooler's share
   * @param earned all rewards
   * @param shared the part of them that payouts have shared already
   */
  @RegisterForReflection
  record Terms(UUID pooler, int basisPoints, Kale earned, Kale shared) {
    /** What was not shared yet. */
    public Kale left() {
      return earned.minus(shared);
    }

    /** The same after a payout. */
    public Terms after(EarnedSplit payout) {
      return payout.parts().stream()
          .filter(part -> part.pooler().equals(pooler) && part.basisPoints() == basisPoints)
          .reduce(
              this,
              (terms, part) ->
                  new Terms(pooler, basisPoints, earned, terms.shared().plus(part.earned())),
              (first, _) -> first);
    }
  }

  /**
   * In the order in which payouts take from them: the first pooler first, the least share first.
   */
  List<Terms> of(UUID farmer);

  /**
   * The same without what was harvested in later ledgers; of what payouts have shared, all.
   *
   * @param ledger the last that counts
   */
  List<Terms> asOf(UUID farmer, long ledger);

  /** The transactions of a farmer's payouts that are booked. */
  Set<Hash> paid(UUID farmer);

  /**
   * Books a payout that has landed, in the caller's database transaction; the same one again
   * changes nothing.
   *
   * @param transaction its number, null if it was sent before a restore
   * @throws jakarta.persistence.PersistenceException if more would be shared than was earned
   */
  void paid(UUID farmer, EarnedSplit split, @Nullable Long transaction, Hash hash, long ledger);
}

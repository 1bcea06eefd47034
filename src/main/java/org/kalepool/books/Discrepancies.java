package org.kalepool.books;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a difference between books and chain is reported. */
public interface Discrepancies {
  /**
   * Records a difference, suspends the farmer, so that payouts stop, and fires {@link
   * DiscrepancyFound}. A difference that is known and unchanged for a farmer still suspended is not
   * recorded again.
   *
   * @param block the block it is about, null if about none
   * @param ledger as of which the chain was read
   * @param what one word: {@code kale}, {@code xlm}, {@code pails}, {@code reward}
   * @param books what the books say, stroops
   * @param chain what the chain says, stroops
   */
  void found(UUID farmer, @Nullable Long block, long ledger, String what, long books, long chain);
}

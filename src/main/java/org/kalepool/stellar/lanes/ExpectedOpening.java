package org.kalepool.stellar.lanes;

import jakarta.inject.Singleton;

/**
 * After which ledger comes one that is late enough to open a block. Kept in memory: the planter
 * tells it anew at every look.
 */
@Singleton
final class ExpectedOpening {
  private record Opening(long block, long ledger) {}

  private volatile Opening opening = new Opening(-1, -1);

  /**
   * Replaces what was expected.
   *
   * @param ledger after which comes one that is late enough to open this block
   */
  void expect(long block, long ledger) {
    opening = new Opening(block, ledger);
  }

  /**
   * Whether a plant of this block that is sent now lands where that block may be opened.
   *
   * @param ledger the newest one known
   */
  boolean mayOpen(long block, long ledger) {
    return opening.equals(new Opening(block, ledger));
  }
}

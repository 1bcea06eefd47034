package org.kalepool.plant;

/**
 * When those are looked for who came too late for a block whose planting is finished: with each new
 * block, and a few times in it, rather than with every ledger.
 */
final class Latecomers {
  private static final long EVERY_LEDGERS = 10;

  private long block = -1;
  private long ledger = -1;

  /** Whether it is time; if so, the next time is later. */
  synchronized boolean due(long block, long ledger) {
    if (block == this.block && ledger < this.ledger + EVERY_LEDGERS) {
      return false;
    }
    this.block = block;
    this.ledger = ledger;
    return true;
  }
}

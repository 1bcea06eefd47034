package org.kalepool.lab.plan;

import org.kalepool.kale.GameRules;

/**
 * When the ledgers of a block close; ledger 0 is the one that opened it.
 *
 * @param closes seconds after the opening, by ledger
 * @param due the first ledger that could open the next block
 * @param opening the ledger that does; works must land before it
 */
record Timing(int[] closes, int due, int opening) {
  static final int INTERVAL = (int) GameRules.BLOCK_INTERVAL_SECONDS;

  int close(int ledger) {
    return closes[ledger];
  }

  /** How long the block runs, seconds. */
  int duration() {
    return closes[opening];
  }

  /** How many ledgers up to this one could have opened the next block. */
  int pastDue(int ledger) {
    return Math.max(ledger - due + 1, 0);
  }

  @Override
  public String toString() {
    return "Timing[due=" + due + ", opening=" + opening + ", seconds=" + duration() + "]";
  }
}

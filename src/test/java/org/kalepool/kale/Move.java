package org.kalepool.kale;

/** One step of a random game. */
sealed interface Move {
  /** A farmer, by number, plants. */
  record Plant(int farmer, long amount) implements Move {}

  /** A farmer works with the best of some nonces. */
  record Work(int farmer, long nonce, int nonces) implements Move {}

  /** A farmer harvests the block so many before the running one. */
  record Harvest(int farmer, int blocksAgo) implements Move {}

  /** Ledgers and seconds go by. */
  record Pass(long ledgers, long seconds) implements Move {}

  record Pause() implements Move {}

  record Unpause() implements Move {}
}

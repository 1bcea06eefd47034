package org.kalepool.lab.plan;

import org.kalepool.kale.Block;

/** One way of spending a pool's hashes and sending what is found. Lives through all blocks. */
interface Strategy {
  String name();

  /** A block has opened. */
  default void begin(BlockRun run) {}

  /** A ledger has closed; {@link BlockRun#ledger} is its number. */
  default void closed(BlockRun run) {}

  /** Mines from the newest ledger's close to the next one's, and may send meanwhile. */
  void mine(BlockRun run, double from, double to);

  /** The next block has opened, in the ledger that has just closed. */
  default void end(BlockRun run, Block closed) {}
}

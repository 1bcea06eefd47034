package org.kalepool.work.miner;

import java.time.Duration;

/** Runs one kernel for a while, for {@link Bench}. */
interface Rig extends AutoCloseable {
  /** The kernel's name. */
  String kernel();

  /** Hashes a second of so many threads together. */
  double measure(int threads, Duration time);

  @Override
  void close();
}

package org.kalepool.work.miner;

import java.time.Duration;
import java.util.List;

/** Runs one kernel for a while, for {@link Bench}. */
interface Rig extends AutoCloseable {
  /** The kernel's name. */
  String kernel();

  /** With how many threads to measure it, of the numbers wanted or instead of them. */
  default List<Integer> threads(List<Integer> wanted) {
    return wanted;
  }

  /** Hashes a second of so many threads together. */
  double measure(int threads, Duration time);

  @Override
  void close();
}

package org.kalepool.work;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.kalepool.work.miner.Kernel;
import org.kalepool.work.miner.Kernels;
import org.kalepool.work.miner.RatedKernels;

/** The kernels that there are to change to, measured once. */
final class KernelRack {
  private final RandomGenerator random;
  private @Nullable RatedKernels rated;

  KernelRack(RandomGenerator random) {
    this.random = random;
  }

  /** What the start has measured. */
  synchronized void known(RatedKernels found) {
    rated = found;
  }

  /**
   * All of them; measures them if that has not been done yet.
   *
   * @param hashing null if nothing does
   * @throws IllegalStateException if no kernel hashes correctly here
   */
  synchronized RatedKernels kernels(@Nullable Kernel hashing) {
    RatedKernels known = rated;
    if (known == null) {
      known = Kernels.rated(hashing, random, System::nanoTime);
      rated = known;
    }
    return known;
  }
}

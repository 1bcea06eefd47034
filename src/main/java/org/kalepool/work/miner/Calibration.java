package org.kalepool.work.miner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Measures kernels against each other in short turns, so that a noisy machine treats them alike;
 * the best turn counts, since noise only ever slows.
 */
final class Calibration {
  private static final long MILLISECOND = 1_000_000;
  private static final long WARM_UP = 700 * MILLISECOND;
  private static final long MEASURE = 200 * MILLISECOND;
  private static final long TURN = 5 * MILLISECOND;
  private static final int FIRST_CALLS = 5_000;
  private static final int DEVICE_TURNS = 3;

  /** A mask that no hash is likely to fit. */
  private static final long NEVER = -1L;

  private Calibration() {}

  /** A kernel and its rate on one thread. */
  record Rating(Kernel kernel, double hashesPerSecond) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s %.1f MH/s", kernel.name(), hashesPerSecond / 1e6);
    }
  }

  /** A device's rate, and the batch, in nonces, that it was measured with. */
  record DeviceRating(double hashesPerSecond, int batch) {}

  /** Fastest first. */
  static List<Rating> rate(List<Kernel> kernels, LongSupplier nanoTime) {
    warmUp(kernels, nanoTime);
    long[] constants = constants();
    double[] best = new double[kernels.size()];
    long end = nanoTime.getAsLong() + MEASURE;
    do {
      for (int i = 0; i < best.length; i++) {
        best[i] = Math.max(best[i], turn(kernels.get(i), constants, 1 << 12, nanoTime));
      }
    } while (nanoTime.getAsLong() - end < 0);
    List<Rating> ratings = new ArrayList<>();
    for (int i = 0; i < best.length; i++) {
      ratings.add(new Rating(kernels.get(i), best[i]));
    }
    ratings.sort(Comparator.comparingDouble(Rating::hashesPerSecond).reversed());
    return List.copyOf(ratings);
  }

  /**
   * Lets the JIT compile: many short calls first, since a loop that is replaced while it runs (OSR)
   * is compiled badly, then turns for as long as the compiler takes. In a native binary all is
   * compiled already, and a starting pool has better things to do.
   */
  static void warmUp(List<Kernel> kernels, LongSupplier nanoTime) {
    if (VectorKernels.inNativeImage()) {
      return;
    }
    long[] constants = constants();
    for (Kernel kernel : kernels) {
      for (int i = 0; i < FIRST_CALLS; i++) {
        if (kernel.scan(constants, 8 * i, 8, NEVER) >= 0) {
          throw new IllegalStateException("a hash with 16 zeros in the warm-up");
        }
      }
    }
    long end = nanoTime.getAsLong() + WARM_UP;
    while (nanoTime.getAsLong() - end < 0) {
      for (Kernel kernel : kernels) {
        turn(kernel, constants, 64, nanoTime);
      }
    }
  }

  /**
   * Measures a device by itself, with batches as long as the miner's.
   *
   * @throws DeviceFailure if it fails
   */
  static DeviceRating rateDevice(Kernel kernel, Pace pace, LongSupplier nanoTime) {
    long[] constants = constants();
    int batch = pace.first();
    // The first call on a device may have to bring the kernel there.
    batch(kernel, constants, pace.smallest(), nanoTime);
    long nanos = batch(kernel, constants, batch, nanoTime);
    for (int next = pace.next(batch, nanos); next > batch; ) {
      batch = next;
      nanos = batch(kernel, constants, batch, nanoTime);
      next = pace.next(batch, nanos);
    }
    for (int i = 0; i < DEVICE_TURNS; i++) {
      nanos = Math.min(nanos, batch(kernel, constants, batch, nanoTime));
    }
    return new DeviceRating(batch * 1e9 / nanos, batch);
  }

  /** What one thread makes of a kernel while everything else goes on. */
  static double rateNow(Kernel kernel, LongSupplier nanoTime) {
    return turn(kernel, constants(), 1 << 12, nanoTime);
  }

  private static long batch(Kernel kernel, long[] constants, int count, LongSupplier nanoTime) {
    long start = nanoTime.getAsLong();
    kernel.scan(constants, 0, count, NEVER);
    return nanoTime.getAsLong() - start;
  }

  private static double turn(Kernel kernel, long[] constants, int count, LongSupplier nanoTime) {
    long start = nanoTime.getAsLong();
    long hashes = 0;
    long elapsed;
    do {
      kernel.scan(constants, (int) hashes, count, NEVER);
      hashes += count;
      elapsed = nanoTime.getAsLong() - start;
    } while (elapsed < TURN);
    return hashes * 1e9 / elapsed;
  }

  private static long[] constants() {
    return Midstate.of(1, new byte[32], new byte[32], 0);
  }
}

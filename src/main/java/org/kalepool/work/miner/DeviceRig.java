package org.kalepool.work.miner;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/** One device that hashes: its kernel and the thread that feeds it. */
final class DeviceRig implements AutoCloseable {
  /** Less of the window than this says little about the speed. */
  private static final double LEAST_BUSY = 0.01;

  private final OpenClKernel kernel;
  private final HashingPool pool;
  private double lastSpeed;

  /** Starts on it; {@code measured} hashes a second are what it made in its calibration. */
  DeviceRig(
      OpenClKernel kernel,
      double measured,
      Pace pace,
      Assignments assignments,
      Hits hits,
      LongSupplier nanoTime) {
    this.kernel = kernel;
    this.lastSpeed = measured;
    this.pool =
        HashingPool.ofDevice(kernel, kernel.device().index(), pace, assignments, hits, nanoTime);
  }

  HashingPool pool() {
    return pool;
  }

  /** Hashes a second while it has something to hash; 0 once it has been given up. */
  synchronized double speed(Duration window) {
    if (pool.failure().isPresent()) {
      return 0;
    }
    double busy = pool.busyShare(window);
    if (busy > LEAST_BUSY) {
      lastSpeed = pool.rate(window) / busy;
    }
    return lastSpeed;
  }

  Devices.Status status(Duration window) {
    Optional<String> failure = pool.failure();
    return new Devices.Status(
        kernel.name(),
        kernel.device().name(),
        failure.isPresent() ? 0 : pool.rate(window),
        failure);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s at %.1f MH/s", kernel.device(), lastSpeed / 1e6);
  }

  /** What a driver may still be at is left to it. */
  @Override
  public void close() {
    pool.close();
    if (pool.ended()) {
      kernel.close();
    }
  }
}

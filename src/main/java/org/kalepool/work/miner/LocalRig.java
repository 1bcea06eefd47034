package org.kalepool.work.miner;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.LongSupplier;

/** Runs a kernel in this process. */
final class LocalRig implements Rig {
  private static final int BATCH = 1 << 14;
  private final Kernel kernel;
  private final int batch;
  private final LongSupplier nanoTime;

  LocalRig(Kernel kernel, LongSupplier nanoTime) {
    this(kernel, BATCH, nanoTime);
  }

  /** Takes a power of two of nonces a call. */
  private LocalRig(Kernel kernel, int batch, LongSupplier nanoTime) {
    this.kernel = kernel;
    this.batch = batch;
    this.nanoTime = nanoTime;
  }

  /**
   * Runs a device's kernel, and closes it in the end.
   *
   * @throws DeviceFailure if the device fails
   */
  static LocalRig ofDevice(OpenClKernel kernel, LongSupplier nanoTime) {
    Pace pace = Pace.device(ReadyDevices.BATCH_MILLIS);
    int batch = Calibration.rateDevice(kernel, pace, nanoTime).batch();
    return new LocalRig(kernel, batch, nanoTime);
  }

  @Override
  public String kernel() {
    return kernel.name();
  }

  /** One thread feeds a device. */
  @Override
  public List<Integer> threads(List<Integer> wanted) {
    return kernel.onDevice() ? List.of(1) : wanted;
  }

  @Override
  public double measure(int threads, Duration time) {
    List<FutureTask<Double>> tasks = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int high = i;
      Callable<Double> hashing = () -> hash(high, time.toNanos());
      FutureTask<Double> task = new FutureTask<>(hashing);
      tasks.add(task);
      Thread.ofPlatform().name("bench-" + i).daemon().start(task);
    }
    double sum = 0;
    for (FutureTask<Double> task : tasks) {
      sum += result(task);
    }
    return sum;
  }

  @Override
  public void close() {
    if (kernel instanceof OpenClKernel device) {
      device.close();
    }
  }

  private double hash(int high, long nanos) {
    long[] constants = Midstate.of(1, new byte[32], new byte[32], high);
    long start = nanoTime.getAsLong();
    long elapsed;
    long hashes = 0;
    do {
      kernel.scan(constants, (int) hashes, batch, ZeroMask.of(16));
      hashes += batch;
      elapsed = nanoTime.getAsLong() - start;
    } while (elapsed < nanos);
    return hashes * 1e9 / elapsed;
  }

  private static double result(FutureTask<Double> task) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a kernel threw", e.getCause());
    }
  }
}

package org.kalepool.work;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.work.miner.Assignment;
import org.kalepool.work.miner.Assignments;
import org.kalepool.work.miner.HashingPool;
import org.kalepool.work.miner.HashingSettings;
import org.kalepool.work.miner.Job;
import org.kalepool.work.miner.Kernels;
import org.kalepool.work.miner.NonceBlocks;

/** A short try of what a machine's processor hashes, without devices. */
public final class HashTrial {
  private HashTrial() {}

  /**
   * What was found.
   *
   * @param kernel its name
   * @param hashesPerSecond of all threads together
   */
  public record Result(String kernel, int threads, double hashesPerSecond) {}

  /**
   * Hashes for a while on as many threads as the settings give.
   *
   * @param time half a second is enough for a good guess
   * @throws IllegalStateException or another runtime exception if no kernel hashes here
   */
  public static Result run(WorkSettings settings, RandomGenerator random, Duration time)
      throws InterruptedException {
    Kernels.Choice choice = Kernels.choose(settings.kernel(), random, System::nanoTime);
    HashingSettings threads = threads(settings);
    Endless endless =
        new Endless(
            new Job(1, Hash.ZERO, Address.account(new byte[32])),
            new NonceBlocks(random.nextLong(), NonceBlocks.DEFAULT_SIZE));
    try (HashingPool pool =
        new HashingPool(
            choice.kernel(), threads, endless, (assignment, nonce, hash) -> {}, System::nanoTime)) {
      long start = System.nanoTime();
      Thread.sleep(time);
      double rate = pool.hashes() * 1e9 / (System.nanoTime() - start);
      return new Result(choice.kernel().name(), threads.threads(), rate);
    }
  }

  static HashingSettings threads(WorkSettings settings) {
    Optional<Integer> set = settings.threads();
    return new HashingSettings(
        set.orElseGet(() -> HashingSettings.leavingFree(settings.coresLeftFree()).threads()),
        settings.priority());
  }

  /** More nonces for everybody who asks; nothing is rare enough to be found. */
  private record Endless(Job job, NonceBlocks nonces) implements Assignments {
    @Override
    public Assignment next(int thread) {
      return next(thread, NonceBlocks.DEFAULT_SIZE);
    }

    @Override
    public Assignment next(int thread, int count) {
      int size = Math.max(nonces.size(), Integer.highestOneBit(count));
      return new Assignment(job, nonces.next(size), size, 64);
    }

    @Override
    public long version() {
      return 0;
    }
  }
}

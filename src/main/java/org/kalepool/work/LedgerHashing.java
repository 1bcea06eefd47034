package org.kalepool.work;

import io.quarkus.arc.lookup.LookupIfProperty;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.kalepool.schedule.Tasks;
import org.kalepool.work.miner.Kernel;
import org.kalepool.work.miner.Kernels;
import org.kalepool.work.miner.RatedKernels;
import org.kalepool.work.miner.SteppedHashing;

/** Some hashes a ledger, on the caller's thread: what a stepped pool has. */
@Singleton
@Typed(LedgerHashing.class)
@LookupIfProperty(name = "kale.stepped", stringValue = "true")
final class LedgerHashing implements Hashing {
  /** How far apart ledgers are, before any were seen. */
  private static final double USUAL_SECONDS = 5;

  /** How much the newest ledgers count of what is known of their pace. */
  private static final double NEWEST = 0.2;

  /** After a longer silence nothing is known of the pace any more. */
  private static final long LONG_SECONDS = 3_600;

  /** Ledgers whose hashes are made up for after a longer silence. */
  private static final long MOST_LEDGERS = 10;

  private final WorkSettings settings;
  private final MiningBoard board;
  private final RandomGenerator random;
  private final KernelRack rack;
  private double ledgerSeconds = USUAL_SECONDS;
  private long lastClose;
  private @Nullable Kernel kernel;
  private @Nullable SteppedHashing inline;
  private long hashes;
  private boolean paused;

  LedgerHashing(WorkSettings settings, MiningBoard board, RandomGenerator random) {
    this.settings = settings;
    this.board = board;
    this.random = random;
    this.rack = new KernelRack(random);
  }

  @Override
  public void start(Tasks tasks) {
    // with the first ledger
  }

  @Override
  public void stop() {
    // nothing runs
  }

  @Override
  public void wake() {
    // with the next ledger
  }

  @Override
  public synchronized void ledgers(long count, long closeTime) {
    pace(count, closeTime);
    if (!settings.enabled() || paused) {
      return;
    }
    SteppedHashing open = inline;
    if (open == null) {
      Kernel ready = kernel == null ? Kernels.readyMade(random) : kernel;
      open = new SteppedHashing(ready, board, board);
      inline = open;
      kernel = ready;
    }
    hashes += open.run(settings.steppedHashes() * Math.min(count, MOST_LEDGERS));
  }

  /** What is hashed in a block depends on how many ledgers it has. */
  private void pace(long ledgers, long closeTime) {
    long passed = closeTime - lastClose;
    lastClose = closeTime;
    if (passed <= 0 || passed > LONG_SECONDS) {
      ledgerSeconds = USUAL_SECONDS;
    } else {
      ledgerSeconds += NEWEST * ((double) passed / ledgers - ledgerSeconds);
    }
  }

  @Override
  public boolean waitsForLedgers() {
    return true;
  }

  @Override
  public synchronized long hashes() {
    return hashes;
  }

  @Override
  public double rate(Duration window) {
    return 0;
  }

  @Override
  public double idleShare(Duration window) {
    return 1;
  }

  @Override
  public synchronized boolean paused() {
    return paused;
  }

  @Override
  public synchronized void pause() {
    paused = true;
  }

  @Override
  public synchronized void resume() {
    paused = false;
  }

  @Override
  public synchronized Optional<String> obstacle() {
    return Hashing.stopped(settings.enabled(), paused);
  }

  @Override
  public synchronized OptionalDouble speed() {
    return OptionalDouble.of(settings.steppedHashes() / ledgerSeconds);
  }

  @Override
  public List<DeviceStatus> devices(Duration window) {
    return List.of();
  }

  @Override
  public int threads() {
    return 1;
  }

  @Override
  public void threads(int count) {
    // it has the caller's
  }

  @Override
  public synchronized String kernel() {
    return kernel == null ? "none" : kernel.name();
  }

  @Override
  public RatedKernels kernels() {
    if (!settings.enabled()) {
      throw new IllegalStateException(Hashing.SWITCHED_OFF);
    }
    return rack.kernels(kernelNow());
  }

  @Override
  public void kernel(String name) {
    Kernel next = kernels().proved(name, random);
    synchronized (this) {
      leave();
      kernel = next;
    }
  }

  private synchronized @Nullable Kernel kernelNow() {
    return kernel;
  }

  private void leave() {
    SteppedHashing open = inline;
    if (open != null) {
      open.leave();
      inline = null;
    }
  }
}

package org.kalepool.work;

import io.quarkus.arc.lookup.LookupUnlessProperty;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.schedule.Tasks;
import org.kalepool.work.miner.Devices;
import org.kalepool.work.miner.HashingPool;
import org.kalepool.work.miner.HashingSettings;
import org.kalepool.work.miner.Kernel;
import org.kalepool.work.miner.Kernels;
import org.kalepool.work.miner.RatedKernels;
import org.kalepool.work.miner.ReadyDevices;

/**
 * A pool of threads and the devices beside it. Before the kernel is chosen, a second after the
 * start, there is none; devices join when their drivers have started.
 */
@Singleton
@Typed(ThreadedHashing.class)
@LookupUnlessProperty(name = "kale.stepped", stringValue = "true", lookupIfMissing = true)
final class ThreadedHashing implements Hashing {
  private static final Logger LOG = Logger.getLogger(ThreadedHashing.class);

  private static final Duration SPEED_WINDOW = Duration.ofMinutes(5);

  /** Less of the window than this says little about the speed. */
  private static final double LEAST_BUSY = 0.01;

  private final WorkSettings settings;
  private final MiningBoard board;
  private final RandomGenerator random;
  private final KernelRack rack;
  private HashingSettings threads;
  private @Nullable Tasks tasks;
  private @Nullable Kernel kernel;
  private volatile @Nullable HashingPool pool;
  private volatile Devices devices = Devices.none();
  private boolean devicesSought;
  private long hashesBefore;
  private @Nullable String failure;
  private double lastSpeed = -1;
  private boolean paused;
  private boolean stopped;

  ThreadedHashing(WorkSettings settings, MiningBoard board, RandomGenerator random) {
    this.settings = settings;
    this.board = board;
    this.random = random;
    this.rack = new KernelRack(random);
    this.threads = HashTrial.threads(settings);
  }

  @Override
  public void start(Tasks own) {
    if (settings.enabled()) {
      tasks = own;
      own.submitEverywhere("hashing", this::warmUp);
    }
  }

  @Override
  public synchronized void stop() {
    stopped = true;
    closePool();
    devices.close();
  }

  /** Chooses the kernel and starts the threads, unless that has been done. */
  private void warmUp() {
    Kernels.Choice choice;
    try {
      choice = Kernels.choose(settings.kernel(), random, System::nanoTime);
    } catch (RuntimeException | LinkageError e) {
      synchronized (this) {
        failure = String.valueOf(e.getMessage());
      }
      LOG.errorf(
          e,
          "no hashing, so nobody is planted: %s; see kale.work.kernel and ./pool bench",
          failure);
      return;
    }
    LOG.infof(
        "hashing with %s on %d threads: %s",
        choice.kernel().name(), threads.threads(), choice.why());
    choice.rated().ifPresent(rack::known);
    synchronized (this) {
      // An operator may have chosen one meanwhile.
      if (pool == null) {
        begin(choice.kernel());
      }
    }
  }

  private void begin(Kernel chosen) {
    kernel = chosen;
    failure = null;
    openPool();
    if (!devicesSought && !settings.devices().none()) {
      devicesSought = true;
      // A driver may take its time, or never come back: nobody waits for this thread.
      Thread.ofPlatform().name("devices").daemon().start(() -> seekDevices(chosen));
    }
  }

  private void seekDevices(Kernel cpu) {
    ReadyDevices found;
    try {
      found =
          ReadyDevices.find(
              settings.devices(), settings.deviceBatch(), cpu, random, System::nanoTime);
    } catch (RuntimeException | LinkageError e) {
      LOG.errorf(e, "hashing without devices: %s; see kale.work.devices", e.getMessage());
      return;
    }
    found.noneThere().ifPresent(why -> LOG.debugf("hashing without devices: %s", why));
    found.refused().forEach((device, why) -> LOG.infof("hashing without %s: %s", device, why));
    synchronized (this) {
      if (stopped) {
        found.close();
        return;
      }
      devices = found.start(board, board, System::nanoTime);
      if (paused) {
        devices.pause();
      }
    }
    if (!found.isEmpty()) {
      LOG.infof("hashing with %s beside the CPU", devices);
    }
  }

  private void openPool() {
    Kernel chosen = kernel;
    if (chosen == null || stopped || pool != null) {
      return;
    }
    HashingPool opened = new HashingPool(chosen, threads, board, board, System::nanoTime);
    if (paused) {
      opened.pause();
    }
    pool = opened;
  }

  private void closePool() {
    HashingPool open = pool;
    if (open != null) {
      open.close();
      hashesBefore += open.hashes();
      pool = null;
    }
  }

  @Override
  public void wake() {
    devices.wake();
    HashingPool open = pool;
    if (open != null) {
      open.wake();
    }
  }

  @Override
  public void ledgers(long count, long closeTime) {
    // the threads hash all the time
  }

  @Override
  public synchronized long hashes() {
    HashingPool open = pool;
    return hashesBefore + devices.hashes() + (open == null ? 0 : open.hashes());
  }

  @Override
  public double rate(Duration window) {
    HashingPool open = pool;
    return devices.rate(window) + (open == null ? 0 : open.rate(window));
  }

  @Override
  public double idleShare(Duration window) {
    HashingPool open = pool;
    return open == null ? 1 : 1 - open.busyShare(window);
  }

  @Override
  public synchronized boolean paused() {
    return paused;
  }

  @Override
  public synchronized void pause() {
    paused = true;
    HashingPool open = pool;
    if (open != null) {
      open.pause();
    }
    devices.pause();
  }

  /** Also has another try at a kernel where none could be had. */
  @Override
  public synchronized void resume() {
    paused = false;
    devices.resume();
    HashingPool open = pool;
    if (open != null) {
      open.resume();
    } else if (failure != null && tasks != null) {
      tasks.submitEverywhere("hashing", this::warmUp);
    }
  }

  @Override
  public synchronized Optional<String> obstacle() {
    return Hashing.stopped(settings.enabled(), paused).or(this::missing);
  }

  private Optional<String> missing() {
    if (failure != null) {
      return Optional.of("no kernel hashes here: " + failure);
    }
    return pool != null ? Optional.empty() : Optional.of("the hashing has not started yet");
  }

  @Override
  public synchronized OptionalDouble speed() {
    HashingPool open = pool;
    if (open != null && open.busyShare(SPEED_WINDOW) > LEAST_BUSY) {
      lastSpeed = open.rate(SPEED_WINDOW) / open.busyShare(SPEED_WINDOW);
    }
    return lastSpeed < 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(lastSpeed + devices.speed(SPEED_WINDOW));
  }

  @Override
  public List<DeviceStatus> devices(Duration window) {
    return devices.statuses(window).stream()
        .map(it -> new DeviceStatus(it.name(), it.model(), it.hashesPerSecond(), it.failure()))
        .toList();
  }

  @Override
  public boolean waitsForLedgers() {
    return false;
  }

  @Override
  public synchronized int threads() {
    return threads.threads();
  }

  @Override
  public synchronized void threads(int count) {
    threads = new HashingSettings(count, threads.priority());
    lastSpeed = -1;
    closePool();
    openPool();
  }

  @Override
  public synchronized String kernel() {
    Kernel chosen = kernel;
    return chosen == null ? "none" : chosen.name();
  }

  @Override
  public RatedKernels kernels() {
    return rack.kernels(started());
  }

  /** The kernel that hashes; null where none could be had. */
  private synchronized @Nullable Kernel started() {
    if (!settings.enabled()) {
      throw new IllegalStateException(SWITCHED_OFF);
    }
    if (kernel == null && failure == null) {
      throw new IllegalStateException("the hashing has not started yet");
    }
    return kernel;
  }

  /** The threads end with what they are at, and tell the board what they find there. */
  @Override
  public void kernel(String name) {
    Kernel next = kernels().proved(name, random);
    synchronized (this) {
      LOG.infof("hashing with %s in place of %s, as an operator wants", name, kernel());
      lastSpeed = -1;
      closePool();
      begin(next);
    }
  }
}

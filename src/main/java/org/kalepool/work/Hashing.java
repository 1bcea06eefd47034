package org.kalepool.work;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.schedule.Tasks;
import org.kalepool.settings.SteppedSettings;
import org.kalepool.work.miner.Devices;
import org.kalepool.work.miner.HashingPool;
import org.kalepool.work.miner.HashingSettings;
import org.kalepool.work.miner.Kernel;
import org.kalepool.work.miner.Kernels;
import org.kalepool.work.miner.ReadyDevices;
import org.kalepool.work.miner.SteppedHashing;

/**
 * The hashing itself: a pool of threads in service and the devices beside it, some hashes a ledger
 * on the caller's thread when the pool is stepped. Before the kernel is chosen, a second after the
 * start, there is none; devices join when their drivers have started.
 */
@Singleton
final class Hashing {
  private static final Logger LOG = Logger.getLogger(Hashing.class);

  private static final Duration SPEED_WINDOW = Duration.ofMinutes(5);

  /** Less of the window than this says little about the speed. */
  private static final double LEAST_BUSY = 0.01;

  /** How far apart the ledgers of a stepped pool are, as a rule. */
  private static final double STEPPED_LEDGER_SECONDS = 5;

  /** Ledgers whose hashes a stepped pool makes up for, if it has not looked for longer. */
  private static final long MOST_LEDGERS = 10;

  private final WorkSettings settings;
  private final boolean stepped;
  private final MiningBoard board;
  private final RandomGenerator random;
  private HashingSettings threads;
  private @Nullable Tasks tasks;
  private @Nullable Kernel kernel;
  private volatile @Nullable HashingPool pool;
  private volatile Devices devices = Devices.none();
  private boolean devicesSought;
  private @Nullable SteppedHashing inline;
  private long hashesBefore;
  private @Nullable String failure;
  private double lastSpeed = -1;
  private boolean paused;
  private boolean stopped;

  Hashing(WorkSettings settings, SteppedSettings mode, MiningBoard board, RandomGenerator random) {
    this.settings = settings;
    this.stepped = mode.stepped();
    this.board = board;
    this.random = random;
    this.threads =
        new HashingSettings(
            settings
                .threads()
                .orElseGet(() -> HashingSettings.leavingFree(settings.coresLeftFree()).threads()),
            settings.priority());
  }

  /** After the sweeps, since choosing a kernel keeps a core busy and there is no block yet. */
  void start(@Observes @Priority(6000) StartupEvent event, Tasks tasks) {
    if (settings.enabled() && !stepped) {
      this.tasks = tasks;
      tasks.submitEverywhere("hashing", this::warmUp);
    }
  }

  synchronized void stop(@Observes ShutdownEvent event) {
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
    synchronized (this) {
      kernel = choice.kernel();
      failure = null;
      openPool();
      if (!devicesSought && !settings.devices().none()) {
        devicesSought = true;
        // A driver may take its time, or never come back: nobody waits for this thread.
        Thread.ofPlatform().name("devices").daemon().start(() -> seekDevices(choice.kernel()));
      }
    }
  }

  private void seekDevices(Kernel cpu) {
    ReadyDevices found;
    try {
      found = ReadyDevices.find(settings.devices(), cpu, random, System::nanoTime);
    } catch (RuntimeException | LinkageError e) {
      LOG.errorf(e, "hashing without devices: %s; see kale.work.devices", e.getMessage());
      return;
    }
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

  /** To be called whenever the board has changed. */
  void wake() {
    devices.wake();
    HashingPool open = pool;
    if (open != null) {
      open.wake();
    }
  }

  /** In a stepped pool, hashes the budget of so many ledgers now. */
  synchronized void ledgers(long count) {
    if (!stepped || !settings.enabled() || paused) {
      return;
    }
    if (inline == null) {
      Kernel scalar = Kernels.choose(Optional.of("scalar"), random, System::nanoTime).kernel();
      kernel = scalar;
      inline = new SteppedHashing(scalar, board, board);
    }
    hashesBefore += inline.run(settings.steppedHashes() * Math.min(count, MOST_LEDGERS));
  }

  synchronized long hashes() {
    HashingPool open = pool;
    return hashesBefore + devices.hashes() + (open == null ? 0 : open.hashes());
  }

  double rate(Duration window) {
    HashingPool open = pool;
    return devices.rate(window) + (open == null ? 0 : open.rate(window));
  }

  double idleShare(Duration window) {
    HashingPool open = pool;
    return open == null ? 1 : 1 - open.busyShare(window);
  }

  /** Whether there is anything that could hash. */
  synchronized boolean running() {
    return (pool != null || inline != null) && !paused;
  }

  synchronized boolean paused() {
    return paused;
  }

  synchronized void pause() {
    paused = true;
    HashingPool open = pool;
    if (open != null) {
      open.pause();
    }
    devices.pause();
  }

  /** Also has another try at a kernel where none could be had. */
  synchronized void resume() {
    paused = false;
    devices.resume();
    HashingPool open = pool;
    if (open != null) {
      open.resume();
    } else if (failure != null && tasks != null) {
      tasks.submitEverywhere("hashing", this::warmUp);
    }
  }

  /** Why nothing is hashed, even if there were something to hash. */
  synchronized Optional<String> obstacle() {
    if (!settings.enabled()) {
      return Optional.of("hashing is switched off (kale.work.enabled)");
    }
    if (paused) {
      return Optional.of("an operator has paused the hashing");
    }
    if (failure != null) {
      return Optional.of("no kernel hashes here: " + failure);
    }
    return stepped || pool != null
        ? Optional.empty()
        : Optional.of("the hashing has not started yet");
  }

  /** Hashes a second while there is something to hash; empty before that was measured. */
  synchronized OptionalDouble speed() {
    if (stepped) {
      return OptionalDouble.of(settings.steppedHashes() / STEPPED_LEDGER_SECONDS);
    }
    HashingPool open = pool;
    if (open != null && open.busyShare(SPEED_WINDOW) > LEAST_BUSY) {
      lastSpeed = open.rate(SPEED_WINDOW) / open.busyShare(SPEED_WINDOW);
    }
    return lastSpeed < 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(lastSpeed + devices.speed(SPEED_WINDOW));
  }

  List<DeviceStatus> devices(Duration window) {
    return devices.statuses(window).stream()
        .map(it -> new DeviceStatus(it.name(), it.model(), it.hashesPerSecond(), it.failure()))
        .toList();
  }

  /** Whether hashing happens on the caller's thread, a fixed amount a ledger. */
  boolean stepped() {
    return stepped;
  }

  synchronized int threads() {
    return stepped ? 1 : threads.threads();
  }

  synchronized void threads(int count) {
    threads = new HashingSettings(count, threads.priority());
    lastSpeed = -1;
    closePool();
    openPool();
  }

  synchronized String kernel() {
    Kernel chosen = kernel;
    return chosen == null ? "none" : chosen.name();
  }
}

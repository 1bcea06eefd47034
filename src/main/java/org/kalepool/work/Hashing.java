package org.kalepool.work;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.schedule.Tasks;
import org.kalepool.work.miner.HashingPool;
import org.kalepool.work.miner.HashingSettings;
import org.kalepool.work.miner.Kernel;
import org.kalepool.work.miner.Kernels;
import org.kalepool.work.miner.SteppedHashing;

/**
 * The hashing itself: a pool of threads in service, some hashes a ledger on the caller's thread
 * when the pool is stepped. Before the kernel is chosen, a second after the start, there is none.
 */
@Singleton
final class Hashing {
  private static final Logger LOG = Logger.getLogger(Hashing.class);

  private final WorkSettings settings;
  private final MiningBoard board;
  private final RandomGenerator random;
  private HashingSettings threads;
  private @Nullable Kernel kernel;
  private volatile @Nullable HashingPool pool;
  private @Nullable SteppedHashing inline;
  private long hashesBefore;
  private boolean paused;
  private boolean stopped;

  Hashing(WorkSettings settings, MiningBoard board, RandomGenerator random) {
    this.settings = settings;
    this.board = board;
    this.random = random;
    this.threads = settings.hashing();
  }

  /** After the sweeps, since choosing a kernel keeps a core busy and there is no block yet. */
  void start(@Observes @Priority(6000) StartupEvent event, Tasks tasks) {
    if (settings.enabled() && !settings.stepped()) {
      tasks.submit("hashing", this::warmUp);
    }
  }

  synchronized void stop(@Observes ShutdownEvent event) {
    stopped = true;
    closePool();
  }

  /** Chooses the kernel and starts the threads, unless that has been done. */
  private void warmUp() {
    Kernels.Choice choice = Kernels.choose(settings.kernel(), random, System::nanoTime);
    LOG.infof(
        "hashing with %s on %d threads: %s",
        choice.kernel().name(), threads.threads(), choice.why());
    synchronized (this) {
      kernel = choice.kernel();
      openPool();
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
    HashingPool open = pool;
    if (open != null) {
      open.wake();
    }
  }

  /** In a stepped pool, hashes the budget of one ledger now. */
  synchronized void ledger() {
    if (!settings.stepped() || !settings.enabled() || paused) {
      return;
    }
    if (inline == null) {
      Kernel scalar = Kernels.choose(Optional.of("scalar"), random, System::nanoTime).kernel();
      kernel = scalar;
      inline = new SteppedHashing(scalar, board, board);
    }
    hashesBefore += inline.run(settings.steppedHashes());
  }

  synchronized long hashes() {
    HashingPool open = pool;
    return hashesBefore + (open == null ? 0 : open.hashes());
  }

  double rate(Duration window) {
    HashingPool open = pool;
    return open == null ? 0 : open.rate(window);
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
  }

  synchronized void resume() {
    paused = false;
    HashingPool open = pool;
    if (open != null) {
      open.resume();
    }
  }

  synchronized int threads() {
    return settings.stepped() ? 1 : threads.threads();
  }

  synchronized void threads(int count) {
    threads = new HashingSettings(count, threads.priority());
    closePool();
    openPool();
  }

  synchronized String kernel() {
    Kernel chosen = kernel;
    return chosen == null ? "none" : chosen.name();
  }
}

package org.kalepool.machine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.kalepool.schedule.Outage;
import org.kalepool.schedule.Tasks;

/**
 * Does the machine's things over and over, each on a thread of its own. What fails is told and
 * tried again, after a pause. What the backend tells has them done at once.
 */
public final class MachineLoops implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(MachineLoops.class);
  private static final Duration OFTEN = Duration.ofSeconds(1);
  private static final Duration TALK = Duration.ofMillis(250);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          6, Thread.ofPlatform().name("machine-", 0).daemon().factory());

  /**
   * Starts.
   *
   * @param poll between two looks at the network
   * @param events what the backend tells; empty to only ask
   */
  public void start(PoolerMachine machine, Duration poll, Optional<BackendEvents> events) {
    Duration often = poll.compareTo(OFTEN) < 0 ? poll : OFTEN;
    machine.start(new Once());
    Loop network = new Loop("the network", () -> poll, machine::look);
    Loop plants = new Loop("the plants", () -> often, machine::plant);
    Loop talk = new Loop("the backend", () -> TALK, machine::talk);
    network.in(Duration.ZERO);
    new Loop("the work", () -> often, machine::work).in(Duration.ZERO);
    new Loop("the channels", () -> TALK, machine::send).in(TALK);
    plants.in(often);
    talk.in(TALK);
    events.ifPresent(
        it -> {
          MachineEars ears = new MachineEars(it, machine, event -> wake(event, network, plants));
          new Loop("the backend's events", ears::pause, ears::listen).in(Duration.ZERO);
        });
  }

  private static void wake(BackendEvents.Event event, Loop network, Loop plants) {
    switch (event) {
      case BLOCK -> network.wake();
      case LISTENING, PLANTED -> plants.wake();
      case SETTINGS -> {
        // the talk goes round often enough
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** One of the things. */
  private final class Loop {
    private final String name;
    private final Supplier<Duration> pause;
    private final Runnable once;
    private String lastFailure = "";

    // guarded by this; what was to come before the newest turn does not come
    private long turn;
    private boolean running;
    private boolean again;

    Loop(String name, Supplier<Duration> pause, Runnable once) {
      this.name = name;
      this.pause = pause;
      this.once = once;
    }

    /** Has it done after this pause, and at once if it was woken meanwhile. */
    synchronized void in(Duration time) {
      try {
        long mine = ++turn;
        long millis = again ? 0 : time.toMillis();
        again = false;
        var _ = threads.schedule(() -> run(mine), millis, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        LOG.debugf("ended meanwhile: %s", e.getMessage());
      }
    }

    /** Has it done at once, or once more if it is being done. */
    synchronized void wake() {
      again = true;
      if (!running) {
        in(Duration.ZERO);
      }
    }

    private synchronized boolean begins(long mine) {
      running |= mine == turn;
      return mine == turn;
    }

    private synchronized void ended(Duration time) {
      running = false;
      in(time);
    }

    private void run(long mine) {
      if (!begins(mine)) {
        return;
      }
      Duration time;
      try {
        once.run();
        lastFailure = "";
        time = pause.get();
      } catch (RuntimeException e) {
        // the boundary of every loop: the next turn finds what this one left undone
        tell(e);
        Duration usual = pause.get();
        time = usual.compareTo(AFTER_FAILURE) > 0 ? usual : AFTER_FAILURE;
      }
      ended(time);
    }

    private void tell(RuntimeException failure) {
      String what = String.valueOf(failure.getMessage());
      if (threads.isShutdown() || what.equals(lastFailure)) {
        return;
      }
      lastFailure = what;
      if (failure instanceof Outage) {
        LOG.warnf("%s: %s", name, what);
      } else {
        LOG.errorf(failure, "%s: failed, and is tried again", name);
      }
    }
  }

  /** For the choice of a kernel, and for finds that are worth keeping at once. */
  private static final class Once implements Tasks {
    @Override
    public void submit(String key, Runnable task) {
      submitEverywhere(key, task);
    }

    @Override
    public void submitEverywhere(String key, Runnable task) {
      Thread.ofVirtual()
          .name(key)
          .uncaughtExceptionHandler((thread, e) -> LOG.errorf(e, "%s failed", key))
          .start(task);
    }
  }
}

package org.kalepool.machine;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.kalepool.schedule.Outage;
import org.kalepool.schedule.Tasks;

/**
 * Does the machine's things over and over, each on a thread of its own. What fails is told and
 * tried again, after a pause.
 */
public final class MachineLoops implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(MachineLoops.class);
  private static final Duration OFTEN = Duration.ofSeconds(1);
  private static final Duration TALK = Duration.ofMillis(250);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          5, Thread.ofPlatform().name("machine-", 0).daemon().factory());

  /**
   * Starts.
   *
   * @param poll between two looks at the network
   */
  public void start(PoolerMachine machine, Duration poll) {
    Duration often = poll.compareTo(OFTEN) < 0 ? poll : OFTEN;
    machine.start(new Once());
    soon(new Loop("the network", poll, machine::look), Duration.ZERO);
    soon(new Loop("the work", often, machine::work), Duration.ZERO);
    soon(new Loop("the channels", TALK, machine::send), TALK);
    soon(new Loop("the plants", often, machine::plant), often);
    soon(new Loop("the backend", TALK, machine::talk), TALK);
  }

  private void soon(Runnable task, Duration pause) {
    try {
      threads.schedule(task, pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debugf("ended meanwhile: %s", e.getMessage());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** One of the things. */
  private final class Loop implements Runnable {
    private final String name;
    private final Duration pause;
    private final Runnable once;
    private String lastFailure = "";

    Loop(String name, Duration pause, Runnable once) {
      this.name = name;
      this.pause = pause;
      this.once = once;
    }

    @Override
    public void run() {
      Duration next = pause;
      try {
        once.run();
        lastFailure = "";
      } catch (RuntimeException e) {
        // the boundary of every loop: the next turn finds what this one left undone
        tell(e);
        next = pause.compareTo(AFTER_FAILURE) > 0 ? pause : AFTER_FAILURE;
      }
      soon(this, next);
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

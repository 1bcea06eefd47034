package org.kalepool.schedule;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.kalepool.db.DatabaseFailures;
import org.kalepool.leader.NotLeaderException;

/** Runs one task in a request context of its own and keeps its failure from anybody else. */
public final class TaskRunner {
  private static final Logger LOG = Logger.getLogger(TaskRunner.class);

  private final MeterRegistry meters;
  private final BooleanSupplier mayFarm;

  /**
   * @param mayFarm whether this process is the one that farms
   */
  public TaskRunner(MeterRegistry meters, BooleanSupplier mayFarm) {
    this.meters = meters;
    this.mayFarm = mayFarm;
  }

  /** Leaves it, for the next sweep of whoever farms then, unless this process does. */
  public Runnable farming(Runnable task) {
    return () -> {
      if (mayFarm.getAsBoolean()) {
        task.run();
      }
    };
  }

  public void run(String key, Runnable task) {
    ManagedContext context = Arc.container().requestContext();
    boolean mine = !context.isActive();
    if (mine) {
      context.activate();
    }
    try (var _ = LogContext.none()) {
      task.run();
    } catch (RuntimeException e) {
      // The boundary of every task: what it left undone is found again by the next sweep.
      meters.counter("kale.tasks.failed", "task", TaskWatch.stage(key)).increment();
      tell(key, e);
    } finally {
      if (mine) {
        context.terminate();
      }
    }
  }

  /** What is away fails every task: one line for each, as there is nothing to trace. */
  private static void tell(String key, RuntimeException failure) {
    Optional<String> why = DatabaseFailures.unavailable(failure);
    if (why.isPresent()) {
      LOG.warnf("task %s waits for the database: %s", key, why.get());
    } else if (failure instanceof Outage) {
      LOG.warnf("task %s waits for the network: %s", key, failure.getMessage());
    } else if (failure instanceof NotLeaderException) {
      LOG.warnf("task %s is left to another process: %s", key, failure.getMessage());
    } else {
      LOG.errorf(failure, "task %s failed and will be found again", key);
    }
  }
}

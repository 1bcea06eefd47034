package org.kalepool.schedule;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import org.jboss.logging.Logger;
import org.kalepool.db.DbException;

/** Runs one task in a request context of its own and keeps its failure from anybody else. */
final class TaskRunner {
  private static final Logger LOG = Logger.getLogger(TaskRunner.class);

  private final MeterRegistry meters;

  TaskRunner(MeterRegistry meters) {
    this.meters = meters;
  }

  void run(String key, Runnable task) {
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

  /** A database that is away fails every task: one line for each, as there is nothing to trace. */
  private static void tell(String key, RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DbException db && db.isUnreachable()) {
        LOG.warnf("task %s waits for the database: %s", key, db.getMessage());
        return;
      }
    }
    LOG.errorf(failure, "task %s failed and will be found again", key);
  }
}

package org.kalepool.schedule;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;
import org.kalepool.leader.Leader;

/**
 * Hands out what the {@link Timekeeping} of this process makes, and keeps the sweeps going by it.
 */
@ApplicationScoped
public class Scheduling {
  private final Instance<Timekeeping> timekeeping;

  Scheduling(Instance<Timekeeping> timekeeping) {
    this.timekeeping = timekeeping;
  }

  @Produces
  @Singleton
  Clock clock() {
    return timekeeping.get().clock();
  }

  @Produces
  @Singleton
  RandomGenerator random() {
    return timekeeping.get().random();
  }

  @Produces
  @Singleton
  Leader.Patience patience() {
    return timekeeping.get().patience();
  }

  @Produces
  @Singleton
  static TaskWatch watch(MeterRegistry meters, Clock clock, TaskSettings settings) {
    return new TaskWatch(meters, clock, settings.longest());
  }

  @Produces
  @Singleton
  Tasks tasks(MeterRegistry meters, Leader leader) {
    return timekeeping.get().tasks(new TaskRunner(meters, leader::leads));
  }

  /** Late, so that whatever the stages need is there. */
  void start(
      @Observes @Priority(5000) StartupEvent event,
      Tasks tasks,
      Leader leader,
      @All List<Sweep> sweeps) {
    leader.beat();
    timekeeping.get().start(tasks, leader, sweeps);
  }

  void stop(@Observes ShutdownEvent event, Leader leader) {
    timekeeping.get().stop();
    leader.resign();
  }
}

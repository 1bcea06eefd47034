package org.kalepool.work;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.kalepool.schedule.Tasks;

/** The hashing that this process has, begun and ended with it. */
@Singleton
final class HashingChoice {
  @Produces
  @Singleton
  Hashing hashing(
      Instance<ThreadedHashing> threaded, Instance<LedgerHashing> stepped, Fleet fleet) {
    Hashing own = threaded.isResolvable() ? threaded.get() : stepped.get();
    return fleet.configured() ? new FleetHashing(own, fleet) : own;
  }

  /** After the sweeps, since choosing a kernel keeps a core busy and there is no block yet. */
  void start(@Observes @Priority(6000) StartupEvent event, Hashing hashing, Tasks tasks) {
    hashing.start(tasks);
  }

  void stop(@Observes ShutdownEvent event, Hashing hashing) {
    hashing.stop();
  }
}

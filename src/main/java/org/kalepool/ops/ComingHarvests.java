package org.kalepool.ops;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.kalepool.schedule.CachedValue;

/** When the pails that are open are due; asked for anew only now and then. */
@Singleton
public final class ComingHarvests {
  private static final Duration AGE = Duration.ofSeconds(15);

  private final CachedValue<List<Due>> due;

  ComingHarvests(ComingReader reader, Clock clock) {
    this.due = new CachedValue<>(clock, AGE, reader::all);
  }

  /** How many are due once a block runs. */
  @RegisterForReflection
  record Due(long block, long pails) {}

  /** How many pails are due once this block runs, those that are overdue included. */
  public long upTo(long block) {
    return due.get().stream().filter(of -> of.block() <= block).mapToLong(Due::pails).sum();
  }

  /** How many pails are open. */
  public long all() {
    return due.get().stream().mapToLong(Due::pails).sum();
  }

  /** Reads them. */
  @Singleton
  static class ComingReader {
    private final EntityManager entities;

    ComingReader(EntityManager entities) {
      this.entities = entities;
    }

    @ActivateRequestContext
    List<Due> all() {
      return entities
          .createQuery("select c.dueBlock, c.pails from ComingHarvestsView c", Due.class)
          .getResultList();
    }
  }
}

package org.kalepool.pooler;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code pooler_heartbeats}. */
@Singleton
public class Heartbeats implements PanacheRepositoryBase<HeartbeatEntity, UUID> {
  private final Clock clock;

  Heartbeats(Clock clock) {
    this.clock = clock;
  }

  /**
   * What a pooler says of itself.
   *
   * @param hashRate hashes a second
   * @param capacity farmers that it can work for in a block
   * @param blockIndex that its node names, null if it says none
   */
  public record Beat(
      String version,
      long hashRate,
      int threads,
      int capacity,
      @Nullable Long blockIndex,
      boolean paused) {}

  /** Takes the place of what it said before. */
  @Transactional
  public void heard(UUID pooler, Beat beat) {
    getEntityManager()
        .createQuery(
            "insert into HeartbeatEntity"
                + " (poolerId, at, version, hashRate, threads, capacity, blockIndex, paused)"
                + " values (:pooler, :now, :version, :rate, :threads, :capacity, :block, :paused)"
                + " on conflict (poolerId) do update set at = excluded.at,"
                + " version = excluded.version, hashRate = excluded.hashRate,"
                + " threads = excluded.threads, capacity = excluded.capacity,"
                + " blockIndex = excluded.blockIndex, paused = excluded.paused")
        .setParameter("pooler", pooler)
        .setParameter("now", clock.instant())
        .setParameter("version", beat.version())
        .setParameter("rate", beat.hashRate())
        .setParameter("threads", beat.threads())
        .setParameter("capacity", beat.capacity())
        .setParameter("block", beat.blockIndex())
        .setParameter("paused", beat.paused())
        .executeUpdate();
  }
}

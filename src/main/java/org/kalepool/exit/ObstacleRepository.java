package org.kalepool.exit;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.kalepool.schedule.Backoff;
import org.kalepool.stellar.Cause;

/**
 * The table {@code exit_obstacles}, and what else keeps a farmer from leaving. Every method joins
 * the caller's transaction.
 */
@Singleton
class ObstacleRepository implements PanacheRepositoryBase<ObstacleEntity, ObstacleEntity.Key> {
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofSeconds(5), Duration.ofSeconds(640));

  /** Stands for the payout itself where a pooler could be named. */
  static final UUID PAYOUT = new UUID(0, 0);

  private final Clock clock;

  ObstacleRepository(Clock clock) {
    this.clock = clock;
  }

  /** What is known of these farmers' departures, in the order of registration. */
  List<ExitState> states(List<UUID> farmers) {
    return states(farmers, PAYOUT);
  }

  private List<ExitState> states(List<UUID> farmers, UUID pooler) {
    return farmers.isEmpty()
        ? List.of()
        : getEntityManager()
            .createNamedQuery("Obstacle.states", ExitState.class)
            .setParameter("farmers", farmers)
            .setParameter("pooler", pooler)
            .getResultList();
  }

  /**
   * The same of one farmer.
   *
   * @throws IllegalStateException if there is no such farmer
   */
  ExitState state(UUID farmer) {
    return state(farmer, PAYOUT);
  }

  /** The same with what holds up the payment of what this pooler owes. */
  ExitState state(UUID farmer, UUID pooler) {
    return states(List.of(farmer), pooler).stream()
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no farmer " + farmer));
  }

  /**
   * Records an obstacle, where it is news; it stands since it first appeared, and past attempts
   * stay counted.
   */
  void blocked(ExitState before, ExitDecision.Wait wait) {
    if (before.obstacle() == wait.obstacle() && before.detail().equals(wait.detail())) {
      return;
    }
    getEntityManager()
        .createNamedQuery("Obstacle.blocked")
        .setParameter("farmer", before.farmer())
        .setParameter("pooler", before.pooler())
        .setParameter("obstacle", wait.obstacle().name())
        .setParameter("detail", wait.detail())
        .setParameter("now", clock.instant())
        .executeUpdate();
  }

  /**
   * Records that an attempt came to nothing, and when the next one is due: after each failure twice
   * as long is waited, so that fees do not drain away.
   *
   * @return how long that is
   */
  Duration failedAgain(UUID farmer, Cause cause, String detail) {
    return failedAgain(farmer, PAYOUT, cause, detail);
  }

  /** The same of the payment of what this pooler owes. */
  Duration failedAgain(UUID farmer, UUID pooler, Cause cause, String detail) {
    Duration pause = BACKOFF.after(state(farmer, pooler).attempts() + 1);
    Instant now = clock.instant();
    getEntityManager()
        .createNamedQuery("Obstacle.failed")
        .setParameter("farmer", farmer)
        .setParameter("pooler", pooler)
        .setParameter("obstacle", Obstacle.SPLIT_FAILED.name())
        .setParameter("cause", cause.name())
        .setParameter("detail", detail)
        .setParameter("now", now)
        .setParameter("next", now.plus(pause))
        .executeUpdate();
    return pause;
  }

  /** Forgets the obstacle and the attempts. */
  void clear(UUID farmer) {
    clear(farmer, PAYOUT);
  }

  /** The same of the payment of what this pooler owes. */
  void clear(UUID farmer, UUID pooler) {
    delete("farmerId = ?1 and poolerId = ?2", farmer, pooler);
  }
}

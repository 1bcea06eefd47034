package org.kalepool.exit;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.Cause;

/**
 * The table {@code exit_obstacles}, and what else keeps a farmer from leaving. Every method joins
 * the caller's transaction.
 */
@Singleton
class ObstacleRepository implements PanacheRepositoryBase<ObstacleEntity, UUID> {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final int MAX_DOUBLINGS = 7;

  private final Clock clock;

  ObstacleRepository(Clock clock) {
    this.clock = clock;
  }

  /**
   * What is open for a farmer.
   *
   * @param pails planted and not settled
   * @param transactions queued or in flight
   * @param difference whether the newest reconciliation found one
   * @param everFunded whether the custodial account was ever seen to exist, and no operator has
   *     booked what became of it
   */
  @RegisterForReflection
  record Open(int pails, int transactions, boolean difference, boolean everFunded) {}

  /** The obstacle as recorded. */
  @RegisterForReflection
  record Waiting(
      Obstacle obstacle,
      @Nullable Cause cause,
      String detail,
      int attempts,
      Instant since,
      @Nullable Instant nextTry) {}

  Open open(UUID farmer) {
    return getEntityManager()
        .createNamedQuery("Obstacle.open", Open.class)
        .setParameter("farmer", farmer)
        .getSingleResult();
  }

  Optional<Waiting> waiting(UUID farmer) {
    return Optional.ofNullable(
        getEntityManager()
            .createQuery(
                "select obstacle, cause, detail, attempts, since, nextTryAt from ObstacleEntity"
                    + " where farmerId = :farmer",
                Waiting.class)
            .setParameter("farmer", farmer)
            .getSingleResultOrNull());
  }

  /** Records an obstacle; it stands since it first appeared, and past attempts stay counted. */
  void blocked(UUID farmer, Obstacle obstacle, String detail) {
    getEntityManager()
        .createNamedQuery("Obstacle.blocked")
        .setParameter("farmer", farmer)
        .setParameter("obstacle", obstacle.name())
        .setParameter("detail", detail)
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
    int attempts = waiting(farmer).map(Waiting::attempts).orElse(0);
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts, MAX_DOUBLINGS));
    Instant now = clock.instant();
    getEntityManager()
        .createNamedQuery("Obstacle.failed")
        .setParameter("farmer", farmer)
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
    delete("farmerId", farmer);
  }
}

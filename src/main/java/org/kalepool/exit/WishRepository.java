package org.kalepool.exit;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.exit.WishEntity.End;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.schedule.Backoff;
import org.kalepool.stellar.Cause;
import org.kalepool.web.Paging;

/** The table {@code payout_wishes}. Every method joins the caller's database transaction. */
@Singleton
class WishRepository implements PanacheRepositoryBase<WishEntity, Long> {
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofSeconds(5), Duration.ofSeconds(640));

  private final Clock clock;

  WishRepository(Clock clock) {
    this.clock = clock;
  }

  /**
   * A wish that is open.
   *
   * @param obstacle what holds it up as far as is known, with the detail; null if nothing
   */
  @RegisterForReflection
  record Open(
      long id,
      UUID farmer,
      Kale amount,
      int attempts,
      @Nullable Instant nextTry,
      @Nullable Obstacle obstacle,
      String detail) {
    boolean isHeldUpBy(EarnedDecision.Wait wait) {
      return obstacle == wait.obstacle() && detail.equals(wait.detail());
    }
  }

  /** A farmer whose threshold is reached, and what it has earned. */
  @RegisterForReflection
  record Due(UUID farmer, Kale threshold, Kale earned) {}

  /** A wish, and what came of it; amounts are stroops. */
  @RegisterForReflection
  record Stored(
      long id,
      UUID farmer,
      long amount,
      String askedBy,
      Instant askedAt,
      @Nullable Obstacle obstacle,
      String detail,
      @Nullable String cause,
      int attempts,
      @Nullable Instant nextTry,
      @Nullable Instant endedAt,
      @Nullable String endedAs,
      boolean sent,
      @Nullable String paidHash,
      @Nullable Long toFarmer,
      @Nullable Long toPoolers,
      @Nullable Long settled) {}

  private static final String OPEN =
      "select id, farmerId, amount, attempts, nextTryAt, obstacle, detail from WishEntity"
          + " where endedAt is null";

  /** The oldest first. */
  List<Open> open() {
    return getEntityManager().createQuery(OPEN + " order by id", Open.class).getResultList();
  }

  Optional<Open> open(UUID farmer) {
    return Optional.ofNullable(
        getEntityManager()
            .createQuery(OPEN + " and farmerId = :farmer", Open.class)
            .setParameter("farmer", farmer)
            .getSingleResultOrNull());
  }

  /** Active farmers without a wish who have earned what they want to be paid at. */
  List<Due> due() {
    return getEntityManager().createNamedQuery("Wish.due", Due.class).getResultList();
  }

  /** The newest below the cursor, newest first. */
  List<Stored> page(UUID farmer, Paging paging) {
    return page(farmer, paging.before(), paging.rows());
  }

  private List<Stored> page(UUID farmer, long before, int rows) {
    return getEntityManager()
        .createNamedQuery("Wish.page", Stored.class)
        .setParameter("farmer", farmer)
        .setParameter("before", before)
        .setParameter("rows", rows)
        .getResultList();
  }

  Optional<Stored> newest(UUID farmer) {
    return page(farmer, Long.MAX_VALUE, 1).stream().findFirst();
  }

  long askedSince(UUID farmer, Instant since) {
    return count("farmerId = ?1 and askedAt > ?2", farmer, since);
  }

  long ask(UUID farmer, Kale amount, String by) {
    WishEntity wish = new WishEntity(farmer, amount, by, clock.instant());
    persistAndFlush(wish);
    return Objects.requireNonNull(wish.id);
  }

  /** Ends one that is open; what has ended stays as it is. */
  void end(long id, End how) {
    update(
        "endedAt = ?1, endedAs = ?2 where id = ?3 and endedAt is null", clock.instant(), how, id);
  }

  void paid(long id, Hash hash) {
    update(
        "endedAt = ?1, endedAs = ?2, paidHash = ?3, obstacle = null, detail = ''"
            + " where id = ?4 and endedAt is null",
        clock.instant(),
        End.PAID,
        hash,
        id);
  }

  void blocked(long id, Obstacle obstacle, String detail) {
    update(
        "obstacle = ?1, detail = ?2 where id = ?3 and endedAt is null"
            + " and (obstacle is null or obstacle <> ?1 or detail <> ?2)",
        obstacle,
        detail,
        id);
  }

  /** Nothing holds it up: it is on its way. */
  void unblocked(long id) {
    update("obstacle = null, detail = '' where id = ?1 and endedAt is null", id);
  }

  /**
   * Records that an attempt came to nothing, and when the next one is due.
   *
   * @return how long that is
   */
  Duration failedAgain(long id, Cause cause, String detail) {
    int attempts = findById(id).attempts + 1;
    Duration pause = BACKOFF.after(attempts);
    update(
        "obstacle = ?1, cause = ?2, detail = ?3, attempts = ?4, nextTryAt = ?5"
            + " where id = ?6 and endedAt is null",
        Obstacle.SPLIT_FAILED,
        cause,
        detail,
        attempts,
        clock.instant().plus(pause),
        id);
    return pause;
  }
}

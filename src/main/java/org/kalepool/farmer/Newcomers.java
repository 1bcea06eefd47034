package org.kalepool.farmer;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.Db;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/**
 * How many may register without paying: so many from one address, and so many in all. When there
 * are too many in all, the oldest of the address that has most lapses before its time; that costs
 * nobody anything, as whatever is paid brings it back. Every method joins the caller's database
 * transaction.
 */
@Singleton
final class Newcomers {
  private final Db db;
  private final Clock clock;
  private final Lapsed lapsed;
  private final Duration life;
  private final int perClient;
  private final int most;

  /**
   * @param life {@code kale.farmer.registration-life}: how long a registration waits for its XLM
   * @param perClient {@code kale.farmer.registrations-per-address}: how many from one address in
   *     that time, without those that were paid for and are here; 0 sets no bound
   * @param most {@code kale.farmer.max-registrations}: how many may wait at a time; 0 sets no bound
   */
  Newcomers(
      Db db,
      Clock clock,
      Lapsed lapsed,
      @ConfigProperty(name = "kale.farmer.registration-life", defaultValue = "2h") Duration life,
      @ConfigProperty(name = "kale.farmer.registrations-per-address", defaultValue = "20")
          int perClient,
      @ConfigProperty(name = "kale.farmer.max-registrations", defaultValue = "1000") int most) {
    if (!life.isPositive()) {
      throw new IllegalStateException("kale.farmer.registration-life must be positive, such as 2h");
    }
    if (perClient < 0 || most < 0) {
      throw new IllegalStateException(
          "kale.farmer.registrations-per-address and kale.farmer.max-registrations must not be"
              + " negative; 0 sets no bound");
    }
    this.db = db;
    this.clock = clock;
    this.lapsed = lapsed;
    this.life = life;
    this.perClient = perClient;
    this.most = most;
  }

  /** When a registration of that time lapses. */
  Instant lapses(Instant since) {
    return since.plus(life);
  }

  /** Registrations of one address that count, and when the oldest of them does no more. */
  private record Made(int count, @Nullable Instant oldest) {}

  /**
   * @param client the address a registration comes from, as the rate limit sees it
   * @throws ProblemException if too many came from there
   */
  void check(String client) {
    if (perClient == 0) {
      return;
    }
    Made made =
        db.one(
                """
                select count(*), min(r.at) from registrations r
                where r.client = ? and r.at > ? and not exists (select 1 from farmers f
                  where f.id = r.farmer_id and f.funded_at is not null and f.state <> 'DEPARTED')
                """,
                row ->
                    new Made(
                        row.getInt(1),
                        row.getTimestamp(2) == null ? null : row.getTimestamp(2).toInstant()),
                client,
                clock.instant().minus(life))
            .orElseThrow();
    Instant oldest = made.oldest();
    if (made.count() >= perClient && oldest != null) {
      throw new ProblemException(
          ProblemKind.TOO_MANY_REGISTRATIONS,
          "At most %d registrations from one address may wait for their XLM; pay for some of them,"
                  .formatted(perClient)
              + " or come back later.",
          List.of(),
          (int) Duration.between(clock.instant(), lapses(oldest)).toSeconds() + 1);
    }
  }

  /** Notes a registration, or that a lapsed one has come back, and makes room for it. */
  void add(UUID farmer, String client) {
    db.update(
        "insert into registrations (farmer_id, client, at) values (?, ?, ?)"
            + " on conflict (farmer_id) do update set client = excluded.client, at = excluded.at",
        farmer,
        client,
        clock.instant());
    if (most > 0) {
      evictFor(farmer);
    }
  }

  private void evictFor(UUID newest) {
    for (int over = waiting() - most; over > 0; over--) {
      Optional<UUID> oldest = oldestOfBusiest(newest);
      if (oldest.isEmpty() || !lapsed.lapse(oldest.get())) {
        return;
      }
    }
  }

  private int waiting() {
    return db.one(
            "select count(*) from farmers where seen_at is null and state = 'REGISTERED'",
            row -> row.getInt(1))
        .orElseThrow();
  }

  /** Whoever is being looked at by somebody else is passed over: nobody waits for anybody here. */
  private Optional<UUID> oldestOfBusiest(UUID newest) {
    return db.one(
        """
        select f.id from farmers f
        left join registrations r on r.farmer_id = f.id
        left join (
          select m.client, count(*) as made from registrations m
          join farmers w on w.id = m.farmer_id where w.seen_at is null group by m.client) c
          on c.client = r.client
        where f.seen_at is null and f.state = 'REGISTERED' and f.id <> ?
        order by coalesce(c.made, 0) desc, f.seq limit 1
        for update of f skip locked
        """,
        row -> row.getObject(1, UUID.class),
        newest);
  }

  /** Forgets where registrations came from whose life is over. */
  void forget() {
    db.update("delete from registrations where at <= ?", clock.instant().minus(life));
  }
}

package org.kalepool.exit;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.Db;
import org.kalepool.farmer.FarmerState;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Cause;

/** What the database knows about departures. Every method joins the caller's transaction. */
@Singleton
final class ExitStore {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final int MAX_DOUBLINGS = 7;

  private final Db db;
  private final Clock clock;

  ExitStore(Db db, Clock clock) {
    this.db = db;
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
  record Open(int pails, int transactions, boolean difference, boolean everFunded) {}

  /** The obstacle as recorded. */
  record Waiting(
      Obstacle obstacle,
      @Nullable Cause cause,
      String detail,
      int attempts,
      Instant since,
      @Nullable Instant nextTry) {}

  /** When a farmer asked to leave, and what it was before. */
  record Departure(FarmerState from, Instant at) {}

  /** A requested split. */
  record Plan(Split split, Decision.Lumens lumens, boolean claimable) {}

  /**
   * What the payout wallet received or is owed, as the ledger says.
   *
   * @param xlm XLM that it received
   * @param debt XLM that came to the pooler's wallet instead, or was kept there for its debt
   */
  record Received(Xlm xlm, Xlm debt) {}

  Open open(UUID farmer) {
    return db.one(
            """
            select
              (select count(*) from open_pails where farmer_id = ?),
              (select count(distinct t.id) from transactions t
                 join transaction_actions a on a.transaction_id = t.id
                 where a.farmer_id = ? and t.state in ('QUEUED','BUILT')),
              coalesce((select difference <> 0 from reconciliations
                 where farmer_id = ? order by id desc limit 1), false),
              exists (select 1 from farmer_events where farmer_id = ?
                 and to_state in ('FUNDED','ACTIVE'))
                and not exists (select 1 from corrections where farmer_id = ?)
            """,
            row -> new Open(row.getInt(1), row.getInt(2), row.getBoolean(3), row.getBoolean(4)),
            farmer,
            farmer,
            farmer,
            farmer,
            farmer)
        .orElseThrow();
  }

  /**
   * Keeps everybody else from moving the farmer until the caller's transaction ends.
   *
   * @return the farmer's state, empty if there is no such farmer
   */
  Optional<FarmerState> lock(UUID farmer) {
    return db.one(
        "select state from farmers where id = ? for no key update",
        row -> FarmerState.valueOf(row.getString(1)),
        farmer);
  }

  /** The latest wish to leave; coming back from a suspension is none. */
  Optional<Departure> departure(UUID farmer) {
    return db.one(
        """
        select from_state, at from farmer_events
        where farmer_id = ? and to_state = 'LEAVING' and from_state <> 'SUSPENDED'
        order by id desc limit 1
        """,
        row ->
            new Departure(
                FarmerState.valueOf(row.getString("from_state")),
                row.getTimestamp("at").toInstant()),
        farmer);
  }

  Optional<Waiting> waiting(UUID farmer) {
    return db.one(
        "select * from exit_obstacles where farmer_id = ?", ExitStore::readWaiting, farmer);
  }

  private static Waiting readWaiting(ResultSet row) throws SQLException {
    String cause = row.getString("cause");
    Timestamp nextTry = row.getTimestamp("next_try_at");
    return new Waiting(
        Obstacle.valueOf(row.getString("obstacle")),
        cause == null ? null : Cause.valueOf(cause),
        row.getString("detail"),
        row.getInt("attempts"),
        row.getTimestamp("since").toInstant(),
        nextTry == null ? null : nextTry.toInstant());
  }

  /** Records an obstacle; it stands since it first appeared, and past attempts stay counted. */
  void blocked(UUID farmer, Obstacle obstacle, String detail) {
    db.update(
        """
        insert into exit_obstacles (farmer_id, obstacle, detail, since) values (?, ?, ?, ?)
        on conflict (farmer_id) do update set
          obstacle = excluded.obstacle, detail = excluded.detail,
          since = case when exit_obstacles.obstacle = excluded.obstacle
                       then exit_obstacles.since else excluded.since end
        where (exit_obstacles.obstacle, exit_obstacles.detail)
              is distinct from (excluded.obstacle, excluded.detail)
        """,
        farmer,
        obstacle.name(),
        detail,
        clock.instant());
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
    failed(farmer, cause, detail, pause);
    return pause;
  }

  private void failed(UUID farmer, Cause cause, String detail, Duration pause) {
    Instant now = clock.instant();
    db.update(
        """
        insert into exit_obstacles
          (farmer_id, obstacle, cause, detail, attempts, since, next_try_at)
        values (?, ?, ?, ?, 1, ?, ?)
        on conflict (farmer_id) do update set
          obstacle = excluded.obstacle, cause = excluded.cause, detail = excluded.detail,
          attempts = exit_obstacles.attempts + 1, since = excluded.since,
          next_try_at = excluded.next_try_at
        """,
        farmer,
        Obstacle.SPLIT_FAILED.name(),
        cause.name(),
        detail,
        now,
        now.plus(pause));
  }

  /** Forgets the obstacle and the attempts. */
  void clear(UUID farmer) {
    db.update("delete from exit_obstacles where farmer_id = ?", farmer);
  }

  /** Keeps what a requested split was computed from. */
  void plan(long transaction, UUID farmer, Plan plan) {
    Split split = plan.split();
    Decision.Lumens lumens = plan.lumens();
    db.update(
        """
        insert into split_plans (transaction_id, farmer_id, earned, pooler_share, owed, to_pooler,
          from_pooler, to_farmer, debt, withheld, xlm_before, claim_reserve, advance,
          debt_reserve, through_pooler, claimable, at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        transaction,
        farmer,
        split.earned().stroops(),
        split.poolerShare().stroops(),
        split.owed().stroops(),
        split.toPooler().stroops(),
        split.fromPooler().stroops(),
        split.toFarmer().stroops(),
        split.debt().stroops(),
        split.withheld().stroops(),
        lumens.before().stroops(),
        lumens.claimReserve().stroops(),
        lumens.advance().stroops(),
        lumens.debtReserve().stroops(),
        lumens.throughPooler(),
        plan.claimable(),
        clock.instant());
  }

  /**
   * The split that a transaction carries out.
   *
   * @throws IllegalStateException if none was stored with it
   */
  Plan plan(long transaction) {
    return db.one(
            "select * from split_plans where transaction_id = ?", ExitStore::readPlan, transaction)
        .orElseThrow(() -> new IllegalStateException("no split was stored with " + transaction));
  }

  static Plan readPlan(ResultSet row) throws SQLException {
    Split split =
        new Split(
            Kale.ofStroops(row.getLong("earned")),
            Kale.ofStroops(row.getLong("pooler_share")),
            Kale.ofStroops(row.getLong("owed")),
            Kale.ofStroops(row.getLong("to_pooler")),
            Kale.ofStroops(row.getLong("from_pooler")),
            Kale.ofStroops(row.getLong("to_farmer")),
            Kale.ofStroops(row.getLong("debt")),
            Kale.ofStroops(row.getLong("withheld")));
    Decision.Lumens lumens =
        new Decision.Lumens(
            Xlm.ofStroops(row.getLong("xlm_before")),
            Xlm.ofStroops(row.getLong("claim_reserve")),
            Xlm.ofStroops(row.getLong("advance")),
            Xlm.ofStroops(row.getLong("debt_reserve")),
            row.getBoolean("through_pooler"));
    return new Plan(split, lumens, row.getBoolean("claimable"));
  }

  /**
   * Stores the payout for good.
   *
   * @param transaction null if it was sent before a restore
   */
  void paid(
      @Nullable Long transaction,
      UUID farmer,
      UUID pooler,
      Plan plan,
      Received received,
      Landing landing) {
    Split split = plan.split();
    db.update(
        """
        insert into splits (farmer_id, pooler_id, earned, pooler_share, owed, to_pooler,
          from_pooler, to_farmer, debt, withheld, xlm_to_farmer, debt_xlm, claim_reserve, advance,
          claimable, transaction_id, transaction_hash, ledger, at, unseen)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        farmer,
        pooler,
        split.earned().stroops(),
        split.poolerShare().stroops(),
        split.owed().stroops(),
        split.toPooler().stroops(),
        split.fromPooler().stroops(),
        split.toFarmer().stroops(),
        split.debt().stroops(),
        split.withheld().stroops(),
        received.xlm().stroops(),
        received.debt().stroops(),
        plan.lumens().claimReserve().stroops(),
        plan.lumens().advance().stroops(),
        plan.claimable(),
        transaction,
        landing.hash(),
        landing.ledger(),
        clock.instant(),
        landing.unseen());
  }
}

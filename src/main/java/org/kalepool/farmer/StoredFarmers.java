package org.kalepool.farmer;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Memo;
import org.kalepool.wallet.Wallets;

/** The farmers in the database. Their state is kept by a trigger on {@code farmer_events}. */
@Singleton
final class StoredFarmers implements Farmers {
  private static final String COLUMNS =
      """
      select * from (
        select v.id, v.seq, v.pooler_id, v.custodial, v.payout, v.state, v.stake_percentage,
          v.harvest_interval, f.payout_id, f.payout_memo_kind, f.payout_memo, v.created_at
        from farmer_view v join farmers f on f.id = v.id) known
      """;

  private final Db db;
  private final Clock clock;
  private final Wallets wallets;
  private final Lapsed lapsed;
  private final Event<FarmerSeen> seen;

  StoredFarmers(Db db, Clock clock, Wallets wallets, Lapsed lapsed, Event<FarmerSeen> seen) {
    this.db = db;
    this.clock = clock;
    this.wallets = wallets;
    this.lapsed = lapsed;
    this.seen = seen;
  }

  /**
   * Somebody who has not come to farming yet.
   *
   * @param seq its place in the order of registration
   * @param since when it registered, or came back
   */
  record Newcomer(Farmer farmer, long seq, Instant since) {}

  @Override
  public Optional<Farmer> find(UUID id) {
    return db.one(COLUMNS + "where id = ?", StoredFarmers::read, id);
  }

  @Override
  public List<Farmer> in(FarmerState state) {
    return db.list(COLUMNS + "where state = ? order by seq", StoredFarmers::read, state.name());
  }

  /** Those whose trustline is on its way. */
  List<Newcomer> funded() {
    return db.list(COLUMNS + "where state = 'FUNDED' order by seq", StoredFarmers::newcomer);
  }

  /** The next ones after this place that wait for XLM. */
  List<Newcomer> registered(long after, int limit) {
    return db.list(
        COLUMNS + "where state = 'REGISTERED' and seq > ? order by seq limit ?",
        StoredFarmers::newcomer,
        after,
        limit);
  }

  Optional<Newcomer> newcomer(UUID id) {
    return db.one(COLUMNS + "where id = ?", StoredFarmers::newcomer, id);
  }

  private record Custody(Address account, boolean known) {}

  @Override
  public void seen(UUID id) {
    Custody custody =
        db.one(
                "select custodial, seen_at is not null from farmers where id = ?",
                row -> new Custody(Address.of(row.getString(1)), row.getBoolean(2)),
                id)
            .orElseThrow(() -> new IllegalStateException("no farmer " + id));
    if (!custody.known()) {
      wallets.keep(id, custody.account());
      db.update(
          "update farmers set seen_at = ? where id = ? and seen_at is null", clock.instant(), id);
      seen.fire(new FarmerSeen(id));
    }
  }

  @Override
  public boolean lapse(UUID id) {
    return lapsed.lapse(id);
  }

  /** Whether the farmer is in this state, and stays in it until the caller's transaction ends. */
  boolean isIn(UUID id, FarmerState state) {
    return lock(id).filter(state::equals).isPresent();
  }

  @Override
  public boolean move(UUID id, FarmerState from, FarmerState to, String by, String why) {
    if (!from.leadsTo(to)) {
      throw new IllegalArgumentException("no farmer goes from " + from + " to " + to);
    }
    return QuarkusTransaction.joiningExisting()
        .call(
            () -> {
              Optional<FarmerState> state = lock(id);
              if (state.isEmpty() || state.get() != from) {
                return false;
              }
              record(id, from, to, by, why);
              return true;
            });
  }

  @Override
  public boolean suspend(UUID id, String by, String why) {
    return QuarkusTransaction.joiningExisting()
        .call(
            () -> {
              Optional<FarmerState> state = lock(id);
              if (state.isEmpty() || !state.get().leadsTo(FarmerState.SUSPENDED)) {
                return false;
              }
              record(id, state.get(), FarmerState.SUSPENDED, by, why);
              return true;
            });
  }

  @Override
  public boolean resume(UUID id, String by, String why) {
    return QuarkusTransaction.joiningExisting()
        .call(
            () -> {
              Optional<FarmerState> state = lock(id);
              if (state.isEmpty() || state.get() != FarmerState.SUSPENDED) {
                return false;
              }
              record(id, FarmerState.SUSPENDED, before(id), by, why);
              return true;
            });
  }

  private FarmerState before(UUID id) {
    return db.one(
            "select from_state from farmer_events where farmer_id = ? and to_state = 'SUSPENDED'"
                + " and from_state <> 'SUSPENDED' order by id desc limit 1",
            row -> FarmerState.valueOf(row.getString(1)),
            id)
        .orElseThrow();
  }

  /**
   * Keeps everybody else from moving the farmer until the caller's transaction ends; rows that
   * refer to the farmer can be written meanwhile.
   */
  Optional<FarmerState> lock(UUID id) {
    return db.one(
        "select state from farmers where id = ? for no key update",
        row -> FarmerState.valueOf(row.getString(1)),
        id);
  }

  private void record(UUID id, FarmerState from, FarmerState to, String by, String why) {
    db.update(
        "insert into farmer_events (farmer_id, from_state, to_state, by_whom, why, at)"
            + " values (?, ?, ?, ?, ?, ?)",
        id,
        from.name(),
        to.name(),
        by,
        why,
        clock.instant());
  }

  private static Newcomer newcomer(ResultSet row) throws SQLException {
    return new Newcomer(read(row), row.getLong("seq"), row.getTimestamp("created_at").toInstant());
  }

  private static Farmer read(ResultSet row) throws SQLException {
    return new Farmer(
        row.getObject("id", UUID.class),
        row.getObject("pooler_id", UUID.class),
        Address.of(row.getString("custodial")),
        destination(row),
        FarmerState.valueOf(row.getString("state")),
        row.getInt("stake_percentage"),
        row.getInt("harvest_interval"));
  }

  private static Destination destination(ResultSet row) throws SQLException {
    BigDecimal id = row.getBigDecimal("payout_id");
    String memo = row.getString("payout_memo");
    return new Destination(
        Address.of(row.getString("payout")),
        id == null ? null : Long.valueOf(id.toBigIntegerExact().longValue()),
        memo == null ? null : new Memo(Memo.Kind.valueOf(row.getString("payout_memo_kind")), memo));
  }
}

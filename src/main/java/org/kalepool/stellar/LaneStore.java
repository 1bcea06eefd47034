package org.kalepool.stellar;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Xlm;

/** The rows of {@code transactions} and what belongs to them. */
@Singleton
final class LaneStore {
  private static final String OPEN_ROWS =
      """
      select t.*, a.farmer_id, a.block_index, a.action,
        (select count(*) from transaction_envelopes e where e.transaction_id = t.id) as envelopes,
        (select envelope from transaction_envelopes e where e.hash = t.hash) as envelope
      from transactions t
      join lateral (select farmer_id, block_index, action from transaction_actions
                    where transaction_id = t.id order by id limit 1) a on true
      where t.state in ('QUEUED', 'BUILT')
      """;

  private final Db db;
  private final Clock clock;

  LaneStore(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /** Inserts a wish in the caller's transaction; empty if one like it is still open. */
  OptionalLong insert(TransactionRequest request) {
    long id =
        db.one(
                "insert into transactions (lane, call, not_after_time, created_at)"
                    + " values (?, ?, ?, ?) returning id",
                row -> row.getLong(1),
                request.lane().text(),
                CallJson.write(request.call()),
                request.notAfter(),
                clock.instant())
            .orElseThrow();
    int actions =
        db.update(
            "insert into transaction_actions (transaction_id, farmer_id, block_index, action)"
                + " values (?, ?, ?, ?)"
                + " on conflict (farmer_id, coalesce(block_index, -1), action) where live"
                + " do nothing",
            id,
            request.farmer(),
            request.block(),
            request.action().name());
    if (actions == 0) {
      db.update("delete from transactions where id = ?", id);
      return OptionalLong.empty();
    }
    return OptionalLong.of(id);
  }

  Optional<LaneRow> open(UUID farmer, @Nullable Long block, Action action) {
    return db.one(
        OPEN_ROWS
            + " and t.id = (select transaction_id from transaction_actions where live"
            + " and farmer_id = ? and coalesce(block_index, -1) = ? and action = ?)",
        LaneStore::read,
        farmer,
        block == null ? -1L : block,
        action.name());
  }

  boolean busy(Address lane) {
    return db.one(
            "select 1 from transactions where lane = ? and state in ('QUEUED', 'BUILT') limit 1",
            row -> true,
            lane.text())
        .isPresent();
  }

  /** For every lane with anything open the row whose turn it is, unless it has to wait. */
  List<LaneRow> heads() {
    String turn =
        "select distinct on (o.lane) o.id from transactions o"
            + " join lateral (select action from transaction_actions"
            + " where transaction_id = o.id order by id limit 1) d on true"
            + " where o.state in ('QUEUED', 'BUILT')"
            + " and (o.next_try_at is null or o.next_try_at <= ? or o.state = 'BUILT')"
            + " order by o.lane, (o.state = 'BUILT') desc, "
            + Turns.ORDER.formatted("d.action")
            + ", o.id";
    return db.list(
        OPEN_ROWS
            + " and t.id in ("
            + turn
            + ") and (t.next_try_at is null or t.next_try_at <= ?) order by t.id",
        LaneStore::read,
        clock.instant(),
        clock.instant());
  }

  /** How many envelopes may be in the network. */
  int inFlight() {
    return db.one("select count(*) from transactions where state = 'BUILT'", row -> row.getInt(1))
        .orElseThrow();
  }

  /**
   * The row whose turn it is on this lane: the one in flight, or of those that need not wait the
   * one that loses most by waiting, the oldest among equals.
   */
  Optional<LaneRow> head(Address lane) {
    return db
        .list(
            OPEN_ROWS
                + " and t.lane = ? and (t.next_try_at is null or t.next_try_at <= ?"
                + " or t.state = 'BUILT') order by (t.state = 'BUILT') desc, "
                + Turns.ORDER.formatted("a.action")
                + ", t.id limit 1",
            LaneStore::read,
            lane.text(),
            clock.instant())
        .stream()
        .findFirst();
  }

  Optional<LaneRow> find(long id) {
    return db.one(OPEN_ROWS + " and t.id = ?", LaneStore::read, id);
  }

  List<LaneRow> allOpen() {
    return db.list(OPEN_ROWS + " order by t.id", LaneStore::read);
  }

  /** Locks an open row until the transaction ends; false if it is settled. */
  boolean lock(long id, String state) {
    return db.one(
            "select 1 from transactions where id = ? and state = ? for update",
            row -> true,
            id,
            state)
        .isPresent();
  }

  /** The highest sequence number that a settled transaction of this lane has used up. */
  OptionalLong lastUsedSequence(Address lane) {
    return db
        .list(
            """
            select greatest(
              (select sequence from transactions where lane = ? and state in ('LANDED', 'FAILED')
               order by sequence desc limit 1),
              (select sequence from used_sequences where lane = ?))""",
            row -> row.getObject(1, Long.class),
            lane.text(),
            lane.text())
        .stream()
        .filter(Objects::nonNull)
        .mapToLong(Long::longValue)
        .findFirst();
  }

  /** Stores what will be sent; false, storing nothing, if the row is not QUEUED any more. */
  boolean built(long id, Envelope envelope, long sequence, long maxTime, long ledger) {
    if (!lock(id, "QUEUED")) {
      return false;
    }
    Instant now = clock.instant();
    Hash inner = envelope.innerHash();
    db.update(
        "update transactions set state = 'BUILT', attempts = attempts + 1, sequence = ?,"
            + " hash = ?, inner_hash = ?, fee_bid = ?, min_time = 0, max_time = ?,"
            + " built_ledger = ?, sent_ledger = null, next_try_at = null, last_answer = null,"
            + " built_at = ? where id = ?",
        sequence,
        envelope.hash().hex(),
        inner == null ? null : inner.hex(),
        envelope.fee(),
        maxTime,
        ledger,
        now,
        id);
    db.update(
        "insert into transaction_envelopes (transaction_id, hash, sequence, envelope, max_time, at)"
            + " values (?, ?, ?, ?, ?, ?) on conflict (hash) do nothing",
        id,
        envelope.hash().hex(),
        sequence,
        envelope.base64(),
        maxTime,
        now);
    return true;
  }

  /** Notes what a node answered to sending it. */
  void answered(long id, String answer, @Nullable Long sentLedger, Instant next) {
    db.update(
        "update transactions set last_answer = ?, sent_ledger = coalesce(sent_ledger, ?),"
            + " next_try_at = ? where id = ? and state in ('QUEUED', 'BUILT')",
        answer,
        sentLedger,
        next,
        id);
  }

  /** Keeps what a node said about one that is in a ledger. */
  void note(long id, String answer) {
    db.update("update transactions set last_answer = ? where id = ?", answer, id);
  }

  /** Has a queued one wait. */
  void postpone(long id, String why, Instant until) {
    db.update(
        "update transactions set attempts = attempts + 1, last_answer = ?, next_try_at = ?"
            + " where id = ? and state = 'QUEUED'",
        why,
        until,
        id);
  }

  /** Ends an open one's wait; its state, empty if there is none. */
  Optional<String> hurry(long id) {
    return db.one(
        "update transactions set next_try_at = null where id = ? and state in ('QUEUED', 'BUILT')"
            + " returning state",
        row -> row.getString(1),
        id);
  }

  /** Takes back an envelope that can never land. */
  void requeue(long id, String why, Instant until) {
    db.update(
        "update transactions set state = 'QUEUED', hash = null,"
            + " inner_hash = null, sequence = null, max_time = null, sent_ledger = null,"
            + " last_answer = ?, next_try_at = ? where id = ? and state = 'BUILT'",
        why,
        until,
        id);
  }

  /** Stores the end; the caller holds the row's lock. */
  void settle(
      long id,
      String state,
      @Nullable Long ledger,
      @Nullable Long closeTime,
      Xlm fee,
      @Nullable Cause cause,
      @Nullable String detail) {
    db.update(
        "update transactions set state = ?, ledger = ?, close_time = ?, fee_charged = ?,"
            + " cause = ?, detail = ?, settled_at = ?, next_try_at = null where id = ?",
        state,
        ledger,
        closeTime,
        fee.stroops(),
        cause == null ? null : cause.name(),
        detail,
        clock.instant(),
        id);
  }

  static TransactionRequest request(ResultSet row) throws SQLException {
    return new TransactionRequest(
        Address.of(row.getString("lane")),
        Action.valueOf(row.getString("action")),
        row.getObject("farmer_id", UUID.class),
        row.getObject("block_index", Long.class),
        CallJson.read(row.getString("call")),
        row.getObject("not_after_time", Long.class));
  }

  private static LaneRow read(ResultSet row) throws SQLException {
    return new LaneRow(
        row.getLong("id"),
        request(row),
        row.getInt("attempts"),
        row.getInt("envelopes"),
        row.getString("last_answer"),
        row.getTimestamp("created_at").toInstant(),
        "BUILT".equals(row.getString("state")) ? built(row) : null);
  }

  private static LaneRow.Built built(ResultSet row) throws SQLException {
    return new LaneRow.Built(
        row.getString("envelope"),
        row.getString("hash"),
        row.getString("inner_hash"),
        row.getLong("sequence"),
        row.getLong("max_time"),
        row.getLong("built_ledger"),
        row.getObject("sent_ledger", Long.class));
  }
}

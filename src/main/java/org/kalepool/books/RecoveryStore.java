package org.kalepool.books;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.kalepool.db.Db;

/** What a restored database knows of its farmers, and which of them are recovered. */
@Singleton
class RecoveryStore {
  private final Db db;
  private final Clock clock;

  RecoveryStore(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /**
   * A farmer that a restore holds back.
   *
   * @param event by which it does
   * @param at when the backup was restored
   * @param registered when the farmer registered; of one that has come back, when it had lapsed
   */
  record Held(UUID farmer, long event, Instant at, Instant registered) {}

  /**
   * What the books know of a farmer's pails.
   *
   * @param stakes of all that were planted, stroops by block
   * @param settled blocks whose pail was harvested or lost
   */
  record Pails(Map<Long, Long> stakes, Set<Long> settled) {}

  /** Those whose books lack what was done after the backup, in the order of registration. */
  List<Held> held() {
    return db.list(
        "select u.farmer_id, u.event_id, e.at, coalesce(f.lapsed_at, f.created_at) from unrecovered u"
            + " join farmers f on f.id = u.farmer_id join farmer_events e on e.id = u.event_id"
            + " order by f.seq",
        row ->
            new Held(
                row.getObject(1, UUID.class),
                row.getLong(2),
                row.getTimestamp(3).toInstant(),
                row.getTimestamp(4).toInstant()));
  }

  /**
   * The newest ledger of what the backup knew of the farmer, or of anybody, if it knew nothing of
   * the farmer; what has been settled since the restore tells nothing of what came between.
   *
   * @return empty if the backup knew nothing, or nothing that is still kept one by one
   */
  OptionalLong knownLedger(Held held) {
    return db.one(
            """
            select coalesce(
              (select max(t.ledger) from transaction_actions a
                join transactions t on t.id = a.transaction_id
                where a.farmer_id = ? and t.settled_at <= ?),
              (select max(ledger) from transactions where settled_at <= ?))
            """,
            row -> {
              long ledger = row.getLong(1);
              return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(ledger);
            },
            held.farmer(),
            held.at(),
            held.at())
        .orElseThrow();
  }

  boolean isHeld(Held held) {
    return db.one(
            "select exists (select 1 from unrecovered where farmer_id = ? and event_id = ?)",
            row -> row.getBoolean(1),
            held.farmer(),
            held.event())
        .orElseThrow();
  }

  /** Whether somebody else held the farmer back already when the backup was made. */
  boolean wasSuspended(Held held) {
    return db.one(
            "select from_state = 'SUSPENDED' from farmer_events where id = ?",
            row -> row.getBoolean(1),
            held.event())
        .orElseThrow();
  }

  Pails pails(UUID farmer) {
    Map<Long, Long> stakes = new HashMap<>();
    db.list(
            "select block_index, stake from plantings where farmer_id = ? and status = 'PLANTED'",
            row -> Map.entry(row.getLong(1), row.getLong(2)),
            farmer)
        .forEach(pail -> stakes.put(pail.getKey(), pail.getValue()));
    Set<Long> settled =
        new HashSet<>(
            db.list(
                "select block_index from harvests where farmer_id = ?"
                    + " and status in ('HARVESTED','LOST')",
                row -> row.getLong(1),
                farmer));
    return new Pails(stakes, settled);
  }

  /**
   * @param complete whether the node remembered everything since the backup
   */
  void recovered(Held held, boolean complete, long ledger) {
    db.update(
        "insert into recoveries (farmer_id, event_id, complete, ledger, at) values (?, ?, ?, ?, ?)",
        held.farmer(),
        held.event(),
        complete,
        ledger,
        clock.instant());
  }
}

package org.kalepool.ops;

import jakarta.inject.Singleton;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.Db;
import org.kalepool.testing.StageFixture.Planter;

/** Puts transactions into the tables as the lanes keep them. */
@Singleton
public final class OpenRows {
  private final Db db;
  private final Clock clock;

  OpenRows(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  public long queued(Planter farmer, long block, String action) {
    long id =
        db.one(
                "insert into transactions (lane, call, created_at) values (?, ?, ?) returning id",
                row -> row.getLong(1),
                farmer.custodial().text(),
                "{\"call\":\"harvest\",\"farmer\":\""
                    + farmer.custodial().text()
                    + "\",\"index\":"
                    + block
                    + "}",
                clock.instant())
            .orElseThrow();
    db.update(
        "insert into transaction_actions (transaction_id, farmer_id, block_index, action)"
            + " values (?, ?, ?, ?)",
        id,
        farmer.id(),
        block,
        action);
    return id;
  }

  public long sent(Planter farmer, long block, String action, long maxTime) {
    long id = queued(farmer, block, action);
    String hash = "%064x".formatted(id);
    db.update(
        "update transactions set state = 'BUILT', attempts = 1, sequence = 7,"
            + " hash = ?, max_time = ?, built_ledger = 1,"
            + " last_answer_kind = 'TAKEN', last_answer = 'PENDING' where id = ?",
        hash,
        maxTime,
        id);
    db.update(
        "insert into transaction_envelopes (transaction_id, hash, sequence, envelope, max_time, at)"
            + " values (?, ?, 7, 'AAAA', ?, ?)",
        id,
        hash,
        maxTime,
        clock.instant());
    return id;
  }

  /** Has one wait for an hour. */
  public void waits(long id) {
    db.update(
        "update transactions set next_try_at = ? where id = ?",
        clock.instant().plusSeconds(3600),
        id);
  }

  public boolean isWaiting(long id) {
    return db.one(
            "select next_try_at > ? from transactions where id = ?",
            row -> row.getBoolean(1),
            clock.instant(),
            id)
        .orElseThrow();
  }

  public @Nullable String state(long id) {
    return db.one("select state from transactions where id = ?", row -> row.getString(1), id)
        .orElse(null);
  }
}

package org.kalepool.stellar;

import jakarta.inject.Singleton;
import java.util.Optional;
import org.kalepool.db.Db;

/** Rows of {@code transactions} that were refused. */
@Singleton
final class RefusedStore {
  private final Db db;

  RefusedStore(Db db) {
    this.db = db;
  }

  /** A refused one, with the envelope of this hash; empty if there is none, or it had no such. */
  Optional<LaneRow> row(long id, String hash) {
    return db.one(
        """
        select t.*, a.farmer_id, a.block_index, a.action, 1 as envelopes,
          e.envelope as sent_envelope, e.sequence as sent_sequence, e.max_time as sent_max_time
        from transactions t
        join lateral (select farmer_id, block_index, action from transaction_actions
                      where transaction_id = t.id order by id limit 1) a on true
        join transaction_envelopes e on e.transaction_id = t.id and e.hash = ?
        where t.id = ? and t.state = 'REFUSED'
        """,
        row ->
            new LaneRow(
                id,
                LaneStore.request(row),
                row.getInt("attempts"),
                1,
                row.getString("last_answer"),
                row.getTimestamp("created_at").toInstant(),
                new LaneRow.Built(
                    row.getString("sent_envelope"),
                    hash,
                    row.getString("inner_hash"),
                    row.getLong("sent_sequence"),
                    row.getLong("sent_max_time"),
                    row.getLong("built_ledger"),
                    row.getObject("sent_ledger", Long.class))),
        hash,
        id);
  }

  /** What a refused one was for; empty if there is none. */
  Optional<Action> action(long id) {
    return db.one(
        "select a.action from transactions t join transaction_actions a on a.transaction_id = t.id"
            + " where t.id = ? and t.state = 'REFUSED' order by a.id limit 1",
        row -> Action.valueOf(row.getString(1)),
        id);
  }
}

package org.kalepool.books;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Locale;
import java.util.UUID;
import org.kalepool.books.Corrections.Correction;
import org.kalepool.db.Db;

/** The rows of {@code corrections}. Writes join the caller's transaction. */
@Singleton
class CorrectionStore {
  private final Db db;
  private final Clock clock;

  CorrectionStore(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  long insert(Correction correction, long ledger) {
    return db.one(
            """
            insert into corrections
              (farmer_id, what, block_index, amount, reward, debtor, cause, why, ledger, at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id""",
            row -> row.getLong(1),
            correction.farmer(),
            correction.what().name().toLowerCase(Locale.ROOT),
            correction.block(),
            correction.amount(),
            correction.reward(),
            correction.debtor().name(),
            correction.cause(),
            correction.why(),
            ledger,
            clock.instant())
        .orElseThrow();
  }

  UUID pooler(UUID farmer) {
    return db.one(
            "select pooler_id from farmers where id = ?",
            row -> row.getObject(1, UUID.class),
            farmer)
        .orElseThrow();
  }
}

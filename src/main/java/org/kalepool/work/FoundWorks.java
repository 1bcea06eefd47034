package org.kalepool.work;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.PlantFound;
import org.kalepool.db.Db;
import org.kalepool.kale.Pail;
import org.kalepool.stellar.Cause;

/**
 * Records what the pail says of the work in plants whose landing the pool has not seen. Where the
 * block still runs, nothing is decided: it is worked like any other.
 */
@Singleton
final class FoundWorks {
  private final Db db;
  private final Clock clock;

  FoundWorks(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  void found(@Observes PlantFound event) {
    Pail pail = event.pail();
    if (pail != null && pail.worked()) {
      record(event, pail, null);
    } else if (event.harvested()) {
      // only what was worked can be harvested; how well, nobody can say any more
      record(event, null, null);
    } else if (!event.running()) {
      record(event, null, Cause.NEVER_WORKED);
    }
  }

  private void record(PlantFound event, @Nullable Pail pail, @Nullable Cause cause) {
    Long zeros = pail == null ? null : pail.zeros();
    UUID farmer = event.farmer();
    db.update(
        """
        insert into works (block_index, farmer_id, pooler_id, kind, status, zeros, gap, cause,
          detail, debtor, ledger, worked_at)
        select ?, id, pooler_id, 'FINAL', ?, ?, ?, ?, 'found on the chain', ?, ?, ?
        from farmers f where id = ? and not exists (select 1 from works w
          where w.farmer_id = f.id and w.block_index = ? and w.status = 'WORKED')
        on conflict do nothing
        """,
        event.block(),
        cause == null ? "WORKED" : "FAILED",
        zeros == null ? null : zeros.intValue(),
        pail == null ? null : pail.gap(),
        cause == null ? null : cause.name(),
        cause == null ? null : "POOLER",
        event.ledger(),
        clock.instant(),
        farmer,
        event.block());
  }
}

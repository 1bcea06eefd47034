package org.kalepool.block;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import org.kalepool.db.Db;
import org.kalepool.schedule.Tasks;

/** Remembers when the farm's owner let nobody plant, as far as that was seen. */
@ApplicationScoped
public class FarmPauses {
  private final Db db;
  private final Clock clock;
  private final Blocks blocks;
  private final Tasks tasks;

  /** What is written of it; 0 before anything is. */
  private volatile int written;

  FarmPauses(Db db, Clock clock, Blocks blocks, Tasks tasks) {
    this.db = db;
    this.clock = clock;
    this.blocks = blocks;
    this.tasks = tasks;
  }

  void ledgerClosed(@Observes LedgerClosed event) {
    boolean news = blocks.current().filter(now -> state(now) != written).isPresent();
    if (news) {
      tasks.submit("farm pauses", this::note);
    }
  }

  private static int state(Blocks.Current now) {
    return now.paused() ? 1 : 2;
  }

  private void note() {
    blocks
        .current()
        .ifPresent(
            now -> {
              QuarkusTransaction.requiringNew().run(() -> write(now));
              written = state(now);
            });
  }

  private void write(Blocks.Current now) {
    if (now.paused()) {
      db.update(
          "insert into farm_pauses (from_ledger, at) values (?, ?) on conflict do nothing",
          now.ledger(),
          clock.instant());
    } else {
      db.update(
          "update farm_pauses set to_ledger = greatest(from_ledger, ?) where to_ledger is null",
          now.ledger());
    }
  }

  /** Whether the farm was seen to be paused in any of these ledgers. */
  public boolean any(long from, long to) {
    return db.one(
            "select exists (select 1 from farm_pauses"
                + " where from_ledger <= ? and coalesce(to_ledger, ?) >= ?)",
            row -> row.getBoolean(1),
            to,
            to,
            from)
        .orElseThrow();
  }
}

package org.kalepool.cli;

import io.quarkus.arc.ArcContainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks;

/**
 * A restore in the middle of a simulation: the database is copied, and some ledgers later put back
 * to the copy. What the pool keeps of the chain in memory is dropped with it, as by a new start.
 * Between the two nobody joins and no XLM is paid in: wallets made since a backup are lost with it,
 * and XLM that comes is not told from fees.
 */
final class SimulatedRestore {
  private static final long LEDGERS_TO_BOOK = 25;

  private final SimulatedDatabase database;
  private final ArcContainer beans;
  private @Nullable Path copy;
  private long copyAt;
  private long restoreAt;
  private boolean recovering;
  private int restores;

  SimulatedRestore(SimulatedDatabase database, ArcContainer beans) {
    this.database = database;
    this.beans = beans;
  }

  /** Whether a copy waits to be restored, or the pool has not made up for a restore yet. */
  boolean pending() throws SQLException {
    return restoreAt > 0 || recovering();
  }

  /** Whether the pool has not made up for a restore yet. */
  boolean recovering() throws SQLException {
    if (recovering) {
      recovering =
          database.number(
                  "select count(*) from farmer_events e where by_whom = 'restore' and id ="
                      + " (select max(id) from farmer_events where farmer_id = e.farmer_id)")
              > 0;
    }
    return recovering;
  }

  /** How often the database was put back. */
  int restores() {
    return restores;
  }

  /** Has a copy made once what was paid in before is in the books, and restored later. */
  void plan(long ledger, long ledgers) {
    copyAt = ledger + LEDGERS_TO_BOOK;
    restoreAt = copyAt + ledgers;
  }

  void ledgerClosed(long ledger) throws SQLException {
    if (restoreAt == 0 || ledger < copyAt) {
      return;
    }
    try {
      if (copy == null) {
        copy = Files.createTempFile("kale-pool-simulate", ".sql");
        database.backUp(copy);
      } else if (ledger >= restoreAt) {
        database.restore(copy);
        forget();
        recovering = true;
        restores++;
        beans.instance(Blocks.class).destroy();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no copy of the simulated database can be kept", e);
    }
  }

  /** Gives up a restore that has not happened. */
  void forget() {
    restoreAt = 0;
    try {
      if (copy != null) {
        Files.delete(copy);
        copy = null;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the copy of the simulated database cannot be deleted", e);
    }
  }
}

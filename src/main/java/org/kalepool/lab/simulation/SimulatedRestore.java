package org.kalepool.lab.simulation;

import io.quarkus.arc.ArcContainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.Sandbox;

/**
 * A restore in the middle of a simulation: the database is copied, and some ledgers later put back
 * to the copy. What the pool keeps of the chain in memory is dropped with it, as by a new start.
 * Between the two nobody joins and no XLM is paid in: wallets made since a backup are lost with it,
 * and XLM that comes is not told from fees.
 */
final class SimulatedRestore {
  private static final String BOOKED_XLM =
      """
      select f.custodial, coalesce(b.balance, 0) from farmers f
      left join account_balances b on b.account = 'xlm:' || f.id and b.asset = 'XLM'
      where f.state <> 'DEPARTED' order by f.seq
      """;

  private final SimulatedDatabase database;
  private final Sandbox sandbox;
  private final ArcContainer beans;
  private final Clock clock;
  private @Nullable Path copy;
  private long ledgersUntil;
  private long restoreAt;
  private boolean recovering;
  private int restores;

  SimulatedRestore(SimulatedDatabase database, Sandbox sandbox, ArcContainer beans) {
    this.database = database;
    this.sandbox = sandbox;
    this.beans = beans;
    this.clock = beans.select(Clock.class).get();
  }

  /** Whether a copy waits to be restored, or the pool has not made up for a restore yet. */
  boolean pending() throws SQLException {
    return ledgersUntil > 0 || recovering();
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

  /**
   * Has a copy made once all XLM that was paid in is in the books: what comes later cannot be told
   * from fees.
   *
   * @param ledgers from the copy to the restore
   */
  void plan(long ledgers) {
    ledgersUntil = ledgers;
  }

  void ledgerClosed(long ledger) throws SQLException {
    if (ledgersUntil == 0 || (copy == null && !allXlmIsBooked())) {
      return;
    }
    try {
      if (copy == null) {
        copy = Files.createTempFile("kale-pool-simulate", ".sql");
        database.backUp(copy);
        restoreAt = ledger + ledgersUntil;
      } else if (ledger >= restoreAt) {
        database.restore(copy, clock.instant());
        forget();
        recovering = true;
        restores++;
        beans.instance(Blocks.class).destroy();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no copy of the simulated database can be kept", e);
    }
  }

  private boolean allXlmIsBooked() throws SQLException {
    for (String row : database.rows(BOOKED_XLM)) {
      String[] farmer = row.split(" ", 2);
      Address custodial = Address.of(farmer[0]);
      long held = sandbox.lumens(custodial).map(Xlm::stroops).orElse(0L);
      if (held != Long.parseLong(farmer[1])) {
        return false;
      }
    }
    return true;
  }

  /** Gives up a restore that has not happened. */
  void forget() {
    ledgersUntil = 0;
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

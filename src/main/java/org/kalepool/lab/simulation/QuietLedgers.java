package org.kalepool.lab.simulation;

import java.sql.SQLException;
import org.kalepool.kale.GameRules;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.work.WorkStatus;

/**
 * In the quiet middle of a block a simulated pool looks at every eighth ledger only, to save time,
 * unless a work is to be sent, something is open or a farmer wants something.
 */
final class QuietLedgers {
  /** Seconds into a block after which, and seconds before its end until which, little happens. */
  private static final long FROM = 30;

  private static final long UNTIL = 12;
  private static final int LOOK_EVERY = 8;

  private final Sandbox sandbox;
  private final SimulatedDatabase database;
  private final WorkStatus works;
  private long callsSeen;

  QuietLedgers(Sandbox sandbox, SimulatedDatabase database, WorkStatus works) {
    this.sandbox = sandbox;
    this.database = database;
    this.works = works;
  }

  /**
   * Whether the pool is to look at this ledger.
   *
   * @param calls what the farmers have asked of the pool so far
   */
  boolean looks(long calls) throws SQLException {
    long age = sandbox.now() - sandbox.farm().observed().timestamp();
    boolean asked = calls != callsSeen;
    callsSeen = calls;
    return asked
        || age < FROM
        || age >= GameRules.BLOCK_INTERVAL_SECONDS - UNTIL
        || sandbox.ledger() % LOOK_EVERY == 0
        || works.nextSend().filter(at -> at.getEpochSecond() <= sandbox.now()).isPresent()
        || database.number("select count(*) from transactions where state in ('QUEUED','BUILT')")
            > 0;
  }
}

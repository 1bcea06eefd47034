package org.kalepool.lab.simulation;

import java.sql.SQLException;
import java.time.Instant;
import org.kalepool.lab.sandbox.Sandbox;

/** Where a simulation stands that does not go on, for whoever has to find out why. */
final class Standstill {
  private static final String OPEN =
      "select t.id, t.lane, a.action, a.block_index, t.state, t.attempts, t.last_answer"
          + " from transactions t join transaction_actions a on a.transaction_id = t.id"
          + " where t.state in ('QUEUED','BUILT') order by t.id limit 10";

  private static final String LATEST =
      "select a.action, a.block_index, t.state, t.cause, count(*) from transactions t"
          + " join transaction_actions a on a.transaction_id = t.id"
          + " where t.id > (select max(id) from transactions) - 100"
          + " group by 1, 2, 3, 4 order by 5 desc limit 5";

  private Standstill() {}

  static String describe(Sandbox sandbox, Instant clock, SimulatedDatabase database)
      throws SQLException {
    return "ledger "
        + sandbox.ledger()
        + " closed at "
        + sandbox.now()
        + ", the pool's clock says "
        + clock.getEpochSecond()
        + "; open: "
        + database.rows(OPEN)
        + "; latest ends: "
        + database.rows(LATEST);
  }
}

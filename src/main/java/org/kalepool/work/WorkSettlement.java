package org.kalepool.work;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Debtor;
import org.kalepool.db.Db;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionSettled;

/** Writes down how a work ended, with its transaction's own end or not at all. */
@Singleton
final class WorkSettlement {
  private static final Logger LOG = Logger.getLogger(WorkSettlement.class);

  private final Db db;
  private final Clock clock;
  private final Event<FarmerWorked> worked;

  WorkSettlement(Db db, Clock clock, Event<FarmerWorked> worked) {
    this.db = db;
    this.clock = clock;
    this.worked = worked;
  }

  /** A settled work with what was noted when it was asked for. */
  private record Settled(
      long id, UUID farmer, UUID pooler, long block, String kind, long plantedLedger) {}

  void onSettled(@Observes TransactionSettled event) {
    if (event.request().action() != Action.WORK
        || !(event.request().call() instanceof Call.Work work)) {
      return;
    }
    Settled settled =
        db.one(
                """
                select r.farmer_id, p.pooler_id, r.block_index, r.kind, p.ledger
                from work_requests r
                join plantings p on p.farmer_id = r.farmer_id and p.block_index = r.block_index
                  and p.status = 'PLANTED'
                where r.transaction_id = ?
                """,
                row -> settled(event.id(), row),
                event.id())
            .orElseThrow(() -> new IllegalStateException("nobody asked for work " + event.id()));
    switch (event.outcome()) {
      case Outcome.Landed landed ->
          insert(settled, work, landed.ledger(), landed.transaction().hex(), null, null);
      case Outcome.Failed failed ->
          failed(settled, work, failed.ledger(), failed.transaction().hex(), failed);
      case Outcome.Refused refused -> refused(settled, work, refused);
    }
  }

  private static Settled settled(long id, ResultSet row) throws SQLException {
    return new Settled(
        id,
        row.getObject("farmer_id", UUID.class),
        row.getObject("pooler_id", UUID.class),
        row.getLong("block_index"),
        row.getString("kind"),
        row.getLong("ledger"));
  }

  void afterSettled(@Observes(during = TransactionPhase.AFTER_SUCCESS) TransactionSettled event) {
    UUID farmer = event.request().farmer();
    Long block = event.request().block();
    if (event.request().action() == Action.WORK
        && event.outcome() instanceof Outcome.Landed
        && farmer != null
        && block != null) {
      worked.fire(new FarmerWorked(farmer, block));
    }
  }

  private void failed(
      Settled settled, Call.Work work, long ledger, String hash, Outcome.Failed failed) {
    LOG.infof(
        "work of farmer %s in block %d failed: %s (%s)",
        settled.farmer(), settled.block(), failed.cause(), failed.detail());
    // As good already, or in the ledger of its plant: nothing is lost, and the sweep tries again.
    if (failed.cause() != Cause.ZEROS_TOO_LOW && failed.cause() != Cause.GAP_TOO_LOW) {
      insert(settled, work, ledger, hash, failed.cause(), failed.detail());
    }
  }

  private void refused(Settled settled, Call.Work work, Outcome.Refused refused) {
    LOG.infof(
        "work of farmer %s in block %d refused: %s (%s)",
        settled.farmer(), settled.block(), refused.cause(), refused.detail());
    String hash = refused.transaction() == null ? null : refused.transaction().hex();
    insert(settled, work, null, hash, refused.cause(), refused.detail());
  }

  /**
   * Whose fault it is that a work did not land. The pooler's also where the farmer's account could
   * not pay: the pool could have sent it from another one. A running block goes only if the farm's
   * owner removes it.
   */
  static Debtor debtor(Cause cause) {
    return cause == Cause.BLOCK_MISSING ? Debtor.NETWORK : Debtor.POOLER;
  }

  private void insert(
      Settled settled,
      Call.Work work,
      @Nullable Long ledger,
      @Nullable String hash,
      @Nullable Cause cause,
      @Nullable String detail) {
    boolean landed = cause == null;
    db.update(
        """
        insert into works (block_index, farmer_id, pooler_id, kind, status, nonce, hash, zeros, gap,
          cause, detail, debtor, transaction_id, transaction_hash, ledger, worked_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        settled.block(),
        settled.farmer(),
        settled.pooler(),
        settled.kind(),
        landed ? "WORKED" : "FAILED",
        new BigDecimal(new BigInteger(Long.toUnsignedString(work.nonce()))),
        work.hash().hex(),
        work.hash().zeros(),
        landed && ledger != null ? ledger - settled.plantedLedger() : null,
        cause == null ? null : cause.name(),
        detail,
        cause == null ? null : debtor(cause).name(),
        settled.id(),
        hash,
        ledger,
        clock.instant());
  }
}

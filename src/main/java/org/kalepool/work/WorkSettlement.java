package org.kalepool.work;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.kalepool.books.Debtor;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.work.WorkRepository.Failure;
import org.kalepool.work.WorkRequestRepository.Asked;

/** Writes down how a work ended, with its transaction's own end or not at all. */
@Singleton
final class WorkSettlement {
  private static final Logger LOG = Logger.getLogger(WorkSettlement.class);

  private final WorkRepository works;
  private final WorkRequestRepository requests;
  private final Event<FarmerWorked> worked;

  WorkSettlement(WorkRepository works, WorkRequestRepository requests, Event<FarmerWorked> worked) {
    this.works = works;
    this.requests = requests;
    this.worked = worked;
  }

  void onSettled(@Observes TransactionSettled event) {
    UUID farmer = event.request().farmer();
    if (event.request().action() != Action.WORK
        || farmer == null
        || !(event.request().call() instanceof Call.Work work)) {
      return;
    }
    Asked asked =
        requests
            .asked(event.id(), farmer)
            .orElseThrow(() -> new IllegalStateException("nobody asked for work " + event.id()));
    switch (event.outcome()) {
      case Outcome.Landed landed ->
          works.ended(asked, event.id(), work, landed.ledger(), landed.transaction(), null);
      case Outcome.Failed failed -> failed(asked, event.id(), work, failed);
      case Outcome.Refused refused -> refused(asked, event.id(), work, refused);
    }
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

  private void failed(Asked asked, long transaction, Call.Work work, Outcome.Failed failed) {
    LOG.infof(
        "work of farmer %s in block %d failed: %s (%s)",
        asked.farmer(), asked.block(), failed.cause(), failed.detail());
    // As good already, or in the ledger of its plant: nothing is lost, and the sweep tries again.
    if (failed.cause() != Cause.ZEROS_TOO_LOW && failed.cause() != Cause.GAP_TOO_LOW) {
      Failure why = failure(failed.cause(), failed.detail());
      works.ended(asked, transaction, work, failed.ledger(), failed.transaction(), why);
    }
  }

  private void refused(Asked asked, long transaction, Call.Work work, Outcome.Refused refused) {
    LOG.infof(
        "work of farmer %s in block %d refused: %s (%s)",
        asked.farmer(), asked.block(), refused.cause(), refused.detail());
    Failure why = failure(refused.cause(), refused.detail());
    works.ended(asked, transaction, work, null, refused.transaction(), why);
  }

  private static Failure failure(Cause cause, String detail) {
    return new Failure(cause, detail, Debtor.ofWork(cause));
  }
}

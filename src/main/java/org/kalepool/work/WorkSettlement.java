package org.kalepool.work;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Debtor;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.DeedsSettled;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.work.WorkRepository.Ended;
import org.kalepool.work.WorkRepository.Failure;
import org.kalepool.work.WorkRequestRepository.Asked;

/** Writes down how works ended, with their transaction's own end or not at all. */
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

  void onSettled(@Observes DeedsSettled event) {
    List<TransactionSettled> works =
        event.each().stream()
            .filter(each -> each.request().action() == Action.WORK)
            .filter(each -> each.request().farmer() != null)
            .filter(each -> each.request().call() instanceof Call.Work)
            .toList();
    if (works.isEmpty()) {
      return;
    }
    long transaction = works.getFirst().id();
    Map<UUID, Asked> asked = requests.asked(transaction);
    List<Ended> ended =
        works.stream().flatMap(each -> Stream.ofNullable(ended(each, asked))).toList();
    if (!ended.isEmpty()) {
      this.works.ended(transaction, ended);
    }
  }

  /** Null for what nothing is written down of. */
  private static @Nullable Ended ended(TransactionSettled event, Map<UUID, Asked> asked) {
    Asked its = asked.get(event.request().farmer());
    if (its == null || !(event.request().call() instanceof Call.Work work)) {
      throw new IllegalStateException("nobody asked for work " + event.id());
    }
    return switch (event.outcome()) {
      case Outcome.Landed landed ->
          new Ended(its, work, landed.ledger(), landed.transaction(), null);
      case Outcome.Failed failed -> failed(its, work, failed);
      case Outcome.Refused refused -> refused(its, work, refused);
    };
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

  private static @Nullable Ended failed(Asked asked, Call.Work work, Outcome.Failed failed) {
    LOG.infof(
        "work of farmer %s in block %d failed: %s (%s)",
        asked.farmer(), asked.block(), failed.cause(), failed.detail());
    // As good already, or in the ledger of its plant: nothing is lost, and the sweep tries again.
    return failed.cause() == Cause.ZEROS_TOO_LOW || failed.cause() == Cause.GAP_TOO_LOW
        ? null
        : new Ended(
            asked,
            work,
            failed.ledger(),
            failed.transaction(),
            failure(failed.cause(), failed.detail()));
  }

  private static Ended refused(Asked asked, Call.Work work, Outcome.Refused refused) {
    LOG.infof(
        "work of farmer %s in block %d refused: %s (%s)",
        asked.farmer(), asked.block(), refused.cause(), refused.detail());
    Failure why = failure(refused.cause(), refused.detail());
    return new Ended(asked, work, null, refused.transaction(), why);
  }

  private static Failure failure(Cause cause, String detail) {
    return new Failure(cause, detail, Debtor.ofWork(cause));
  }
}

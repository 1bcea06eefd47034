package org.kalepool.stellar.lanes;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.leader.Leader;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Deed;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.SettledDeeds;
import org.kalepool.stellar.TransactionEnding;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.stellar.xdr.Envelope;

/** Stores how a transaction and its deeds ended and tells it, in one database transaction, once. */
@ApplicationScoped
class Settlement {
  private static final Logger LOG = Logger.getLogger(Settlement.class);

  private final TransactionRepository store;
  private final DeedRepository deeds;
  private final Leader leader;
  private final Event<TransactionEnding> ending;
  private final SettledDeeds settled;
  private final Refusals refusals;
  private final EndingFigures figures;

  Settlement(
      TransactionRepository store,
      DeedRepository deeds,
      Leader leader,
      Event<TransactionEnding> ending,
      SettledDeeds settled,
      Refusals refusals,
      EndingFigures figures) {
    this.store = store;
    this.deeds = deeds;
    this.leader = leader;
    this.ending = ending;
    this.settled = settled;
    this.refusals = refusals;
    this.figures = figures;
  }

  void settle(LaneRow row, Outcome outcome) {
    settle(row, outcome, null);
  }

  /**
   * @param items what became of a batch that landed, null if nobody can tell, or it is none
   */
  void settle(LaneRow row, Outcome outcome, @Nullable List<Answer.Item> items) {
    settle(row, outcome, DeedOutcomes.of(row.request(), outcome, items), true);
  }

  /**
   * Ends those deeds of a batch that has not been sent and could not land with them; what is left
   * of it waits for its turn, and has ended as well if nothing is.
   *
   * @param without why, by their places
   */
  void leaveOut(LaneRow row, Map<Integer, Answer.Refused> without) {
    List<@Nullable Outcome> each = new ArrayList<>();
    List<Deed> left = new ArrayList<>();
    Outcome whole = null;
    for (int place = 0; place < row.request().deeds().size(); place++) {
      Answer.Refused refused = without.get(place);
      Outcome end =
          refused == null ? null : new Outcome.Refused(null, refused.cause(), refused.detail());
      each.add(end);
      if (end == null) {
        left.add(row.request().deeds().get(place));
      } else {
        whole = end;
      }
    }
    if (whole == null) {
      return;
    }
    if (left.isEmpty()) {
      settle(row, whole, each, true);
    } else if (settle(row, whole, each, false)) {
      LOG.infof(
          "%d of a batch of %d would fail and go on by themselves", without.size(), each.size());
    }
  }

  /**
   * @param each how the deeds end, by their places; null for one that does not end now
   * @param all whether the transaction ends with them
   */
  private boolean settle(
      LaneRow row, Outcome outcome, List<? extends @Nullable Outcome> each, boolean all) {
    LaneRow.Built built = row.built();
    Address payer = built == null ? row.lane() : Envelope.read(built.envelope()).feePayer();
    boolean first =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  leader.hold();
                  ending.fire(new TransactionEnding(row.request()));
                  if (!store.lock(row.id(), row.state())
                      || (row.request().isBatch() && !keep(row, each))) {
                    return false;
                  }
                  if (all) {
                    write(row, outcome);
                  } else {
                    store.narrow(row.id(), without(row, each));
                  }
                  // before anybody hears of it and asks again
                  refusals.ended(row.request(), outcome);
                  settled.tell(ends(row, each, payer));
                  return true;
                });
    if (first && all) {
      figures.ended(row, outcome);
      LOG.debugf("%s of %s: %s", row.request().action(), row.lane(), outcome);
    }
    return first;
  }

  private static List<TransactionSettled> ends(
      LaneRow row, List<? extends @Nullable Outcome> each, Address payer) {
    List<TransactionSettled> ends = new ArrayList<>();
    for (int place = 0; place < each.size(); place++) {
      Outcome end = each.get(place);
      if (end != null) {
        TransactionRequest its = row.request().of(row.request().deeds().get(place));
        ends.add(new TransactionSettled(row.id(), its, end, payer, place));
      }
    }
    return ends;
  }

  /** False, keeping nothing, if others of a batch's deeds have ended since the row was read. */
  private boolean keep(LaneRow row, List<? extends @Nullable Outcome> each) {
    List<DeedRepository.Kept> kept = deeds.of(List.of(row.id())).getOrDefault(row.id(), List.of());
    if (kept.size() != each.size()) {
      return false;
    }
    Map<Long, Outcome> ended = new LinkedHashMap<>();
    for (int place = 0; place < kept.size(); place++) {
      Outcome end = each.get(place);
      if (end != null) {
        ended.put(kept.get(place).id(), end);
      }
    }
    deeds.ended(ended);
    return true;
  }

  private static Call without(LaneRow row, List<? extends @Nullable Outcome> each) {
    List<Call> left = new ArrayList<>();
    for (int place = 0; place < each.size(); place++) {
      if (each.get(place) == null) {
        left.add(row.request().deeds().get(place).call());
      }
    }
    if (!(row.request().call() instanceof Call.Many many)) {
      throw new IllegalStateException("only a batch can do less than was asked for");
    }
    return many.with(left);
  }

  void refuse(LaneRow row, Cause cause, String detail) {
    LaneRow.Built built = row.built();
    settle(row, new Outcome.Refused(built == null ? null : new Hash(built.hash()), cause, detail));
  }

  private void write(LaneRow row, Outcome outcome) {
    switch (outcome) {
      case Outcome.Landed end ->
          store.settle(
              row.id(),
              row.built(),
              row.state().to(TransactionState.LANDED),
              end.ledger(),
              end.closeTime(),
              end.fee(),
              end.inclusionCharged(),
              null,
              null);
      case Outcome.Failed end ->
          store.settle(
              row.id(),
              row.built(),
              row.state().to(TransactionState.FAILED),
              end.ledger(),
              end.closeTime(),
              end.fee(),
              end.inclusionCharged(),
              end.cause(),
              end.detail());
      case Outcome.Refused end ->
          store.settle(
              row.id(),
              row.built(),
              row.state().to(TransactionState.REFUSED),
              null,
              null,
              end.fee(),
              null,
              end.cause(),
              end.detail());
    }
  }
}

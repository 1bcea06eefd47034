package org.kalepool.stellar.lanes;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import org.jboss.logging.Logger;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.leader.Leader;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionEnding;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.stellar.xdr.Envelope;

/** Stores how a transaction ended and tells it, in one database transaction, once. */
@ApplicationScoped
class Settlement {
  private static final Logger LOG = Logger.getLogger(Settlement.class);

  private final TransactionRepository store;
  private final Leader leader;
  private final Event<TransactionEnding> ending;
  private final Event<TransactionSettled> settled;
  private final LandingTimes landingTimes;
  private final Refusals refusals;
  private final Fares fares;
  private final MeterRegistry metrics;

  Settlement(
      TransactionRepository store,
      Leader leader,
      Event<TransactionEnding> ending,
      Event<TransactionSettled> settled,
      LandingTimes landingTimes,
      Refusals refusals,
      Fares fares,
      MeterRegistry metrics) {
    this.store = store;
    this.leader = leader;
    this.ending = ending;
    this.settled = settled;
    this.landingTimes = landingTimes;
    this.refusals = refusals;
    this.fares = fares;
    this.metrics = metrics;
  }

  void settle(LaneRow row, Outcome outcome) {
    LaneRow.Built built = row.built();
    Address payer = built == null ? row.lane() : Envelope.read(built.envelope()).feePayer();
    boolean first =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  leader.hold();
                  ending.fire(new TransactionEnding(row.request()));
                  if (!store.lock(row.id(), row.state())) {
                    return false;
                  }
                  write(row, outcome);
                  // before anybody hears of it and asks again
                  refusals.ended(row.request(), outcome);
                  settled.fire(new TransactionSettled(row.id(), row.request(), outcome, payer));
                  return true;
                });
    if (first) {
      count(row, outcome);
      LOG.debugf("%s of %s: %s", row.request().action(), row.lane(), outcome);
    }
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

  private void count(LaneRow row, Outcome outcome) {
    String action = row.request().action().name();
    String cause =
        switch (outcome) {
          case Outcome.Landed end -> "none";
          case Outcome.Failed end -> end.cause().name();
          case Outcome.Refused end -> end.cause().name();
        };
    metrics
        .counter(
            "kale.transactions.settled",
            "action",
            action,
            "outcome",
            outcome.getClass().getSimpleName(),
            "cause",
            cause)
        .increment();
    metrics.counter("kale.transactions.fees", "action", action).increment(outcome.fee().stroops());
    LaneRow.Built built = row.built();
    if (built != null && built.sentLedger() != null && outcome instanceof Outcome.Landed end) {
      landingTimes.landed(built.sentLedger(), end.ledger());
      fares.landed(row, end.ledger());
    }
  }
}

package org.kalepool.stellar.lanes;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import org.kalepool.stellar.Outcome;

/** What is counted of transactions' ends, and learned from them for the next ones. */
@Singleton
final class EndingFigures {
  private final LandingTimes landingTimes;
  private final Fares fares;
  private final MeterRegistry metrics;

  EndingFigures(LandingTimes landingTimes, Fares fares, MeterRegistry metrics) {
    this.landingTimes = landingTimes;
    this.fares = fares;
    this.metrics = metrics;
  }

  void ended(LaneRow row, Outcome outcome) {
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
    fares.ended(row);
    LaneRow.Built built = row.built();
    if (built == null || built.sentLedger() == null) {
      return;
    }
    switch (outcome) {
      case Outcome.Landed end -> {
        landingTimes.landed(built.sentLedger(), end.ledger());
        fares.landed(row, end);
      }
      case Outcome.Failed end -> fares.failed(row, end);
      case Outcome.Refused _ -> {
        // in no ledger
      }
    }
  }
}

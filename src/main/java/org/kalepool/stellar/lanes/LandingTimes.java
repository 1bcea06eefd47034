package org.kalepool.stellar.lanes;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** In how many ledgers the pool's transactions landed lately. */
@ApplicationScoped
public class LandingTimes {
  private static final int MEMORY = 500;

  private final Deque<Landing> recent = new ArrayDeque<>();
  private final DistributionSummary summary;

  LandingTimes(MeterRegistry metrics) {
    this.summary =
        DistributionSummary.builder("kale.transactions.landing.ledgers")
            .description("ledgers from sending to landing, 1 being the next")
            .publishPercentiles(0.5, 0.9, 0.99)
            .register(metrics);
  }

  /**
   * One transaction.
   *
   * @param sentLedger the newest closed ledger when a node first took it
   * @param ledger the ledger it landed in
   */
  public record Landing(long sentLedger, long ledger) {
    /** 1 if it landed in the very next ledger. */
    public long ledgers() {
      return ledger - sentLedger;
    }
  }

  synchronized void landed(long sentLedger, long ledger) {
    recent.addLast(new Landing(sentLedger, ledger));
    if (recent.size() > MEMORY) {
      recent.removeFirst();
    }
    summary.record(Math.max(0, ledger - sentLedger));
  }

  /** The last 500 at most, oldest first; empty after a start. */
  public synchronized List<Landing> recent() {
    return List.copyOf(recent);
  }
}

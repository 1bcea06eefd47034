package org.kalepool.books;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.transaction.Transactional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;
import org.kalepool.leader.Leader;

/** Keeps differences in {@code reconciliations} and holds the farmer back. */
@ApplicationScoped
class RecordedDiscrepancies implements Discrepancies {
  private static final Logger LOG = Logger.getLogger(RecordedDiscrepancies.class);

  private final ReconciliationRepository store;
  private final Farmers farmers;
  private final Leader leader;
  private final MeterRegistry meters;
  private final Event<DiscrepancyFound> found;

  RecordedDiscrepancies(
      ReconciliationRepository store,
      Farmers farmers,
      Leader leader,
      MeterRegistry meters,
      Event<DiscrepancyFound> found) {
    this.store = store;
    this.farmers = farmers;
    this.leader = leader;
    this.meters = meters;
    this.found = found;
  }

  @Override
  @Transactional
  public void found(
      UUID farmer, @Nullable Long block, long ledger, String what, long books, long chain) {
    long difference = Math.subtractExact(chain, books);
    boolean suspended =
        farmers.find(farmer).filter(f -> f.state() == FarmerState.SUSPENDED).isPresent();
    if (suspended && store.isKnown(farmer, what, difference)) {
      return;
    }
    leader.holdIfLeading();
    store.record(farmer, block, ledger, what, books, chain);
    String why = what + ": books " + books + ", chain " + chain + " at ledger " + ledger;
    farmers.suspend(farmer, "pool", why);
    found.fire(new DiscrepancyFound(farmer, what, difference));
  }

  void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) DiscrepancyFound discrepancy) {
    LOG.errorf(
        "books and chain differ for farmer %s: %s by %d stroops",
        discrepancy.farmer(), discrepancy.what(), discrepancy.differenceStroops());
    meters.counter("kale.discrepancies", "what", discrepancy.what()).increment();
  }
}

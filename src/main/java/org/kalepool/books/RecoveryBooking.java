package org.kalepool.books;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.ReconciliationRepository.Standing;
import org.kalepool.books.RecoveryRepository.Held;
import org.kalepool.farmer.Farmers;
import org.kalepool.stellar.FarmerOnChain;
import org.kalepool.stellar.Movements.Movement;

/** Books what was found of a restored farmer, and lets it go on. */
@Singleton
final class RecoveryBooking {
  private static final Logger LOG = Logger.getLogger(RecoveryBooking.class);

  private final RecoveryRepository store;
  private final ReconciliationRepository standings;
  private final Farmers farmers;
  private final Books books;
  private final UnbookedPayouts payouts;
  private final Event<PlantFound> plantFound;
  private final Event<HarvestFound> harvestFound;

  RecoveryBooking(
      RecoveryRepository store,
      ReconciliationRepository standings,
      Farmers farmers,
      Books books,
      UnbookedPayouts payouts,
      Event<PlantFound> plantFound,
      Event<HarvestFound> harvestFound) {
    this.store = store;
    this.standings = standings;
    this.farmers = farmers;
    this.books = books;
    this.payouts = payouts;
    this.plantFound = plantFound;
    this.harvestFound = harvestFound;
  }

  /** Writes all of one farmer's findings, in the caller's database transaction, once. */
  void write(Held held, Standing before, RecoveryFindings.Look look) {
    FarmerOnChain on = look.on();
    Found found = look.found();
    List<Movement> seen = look.seen();
    Standing now = standings.locked(held.farmer(), -1);
    boolean same = now.settled() == before.settled() && now.pails().equals(before.pails());
    if (!now.idle() || !same || !store.isHeld(held)) {
      return;
    }
    if (on.holdings() != null || !found.plants().isEmpty() || (seen != null && !seen.isEmpty())) {
      // funded since the backup: only who was seen has its key among the wallets, and is compared
      farmers.seen(held.farmer());
    }
    found.plants().forEach(plantFound::fire);
    found.harvests().forEach(harvestFound::fire);
    store.recovered(held, found.complete(), on.ledger());
    LOG.infof(
        "farmer %s after the restore: %d plants and %d harvests found since the backup%s",
        held.farmer(),
        found.plants().size(),
        found.harvests().size(),
        found.complete() ? "" : "; the node does not remember all");
    if (now.departed()) {
      // by a payout that the backup knew to be under way, and that was booked when it was seen
      return;
    }
    if (on.holdings() == null && isUnborn(held, found, seen)) {
      if (!held.suspended()) {
        farmers.resume(held.farmer(), "pool", "nothing happened since the backup");
      }
    } else if (seen != null && found.complete() && !now.vault()) {
      // what has left a vault is read with all else that was paid, when it is compared
      payouts.paidOut(now, on, look.since(), seen, on.holdings() == null || hasNoPail(held, on));
    }
  }

  /**
   * Whether nothing is left to harvest: a pail that is lost may stay on the chain till it expires.
   */
  private boolean hasNoPail(Held held, FarmerOnChain on) {
    Set<Long> there = on.pails().keySet();
    return store.pails(held.farmer(), there).settled().containsAll(there);
  }

  /** Whether it has no account because it had none from the beginning. */
  private boolean isUnborn(Held held, Found found, @Nullable List<Movement> seen) {
    Books.Position position = books.position(held.farmer());
    return position.xlm().isZero()
        && position.custody().isZero()
        && found.plants().isEmpty()
        && (seen == null || seen.isEmpty());
  }
}

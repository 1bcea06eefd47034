package org.kalepool.exit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.kalepool.books.Books;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.leader.Leader;
import org.kalepool.stellar.Absences;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.FarmerOnChain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.RpcException;

/**
 * Recognises what was passed on of farmers that have left between a backup and its restore, of
 * which the restored database does not even know that it was asked for. The account is gone, which
 * only the pool's own merge can have done; where to, follows from the payout wallet. Whether what a
 * pooler owes on since is paid already an operator has to say.
 */
@Singleton
final class LostLatePayouts {
  private final Chain chain;
  private final Absences absences;
  private final Books books;
  private final Farmers farmers;
  private final Payouts payouts;
  private final SplitPlanRepository plans;
  private final ExitBooking booking;
  private final Leader leader;

  LostLatePayouts(
      Chain chain,
      Absences absences,
      Books books,
      Farmers farmers,
      Payouts payouts,
      SplitPlanRepository plans,
      ExitBooking booking,
      Leader leader) {
    this.chain = chain;
    this.absences = absences;
    this.books = books;
    this.farmers = farmers;
    this.payouts = payouts;
    this.plans = plans;
    this.booking = booking;
    this.leader = leader;
  }

  /**
   * Books them.
   *
   * @return of whom the next ledger may tell more
   * @throws RpcException if the network cannot be read
   */
  Set<UUID> book() {
    List<Farmer> kept =
        QuarkusTransaction.requiringNew().call(plans::keptLumens).stream()
            .flatMap(id -> farmers.find(id).stream())
            .toList();
    if (kept.isEmpty()) {
      return Set.of();
    }
    Map<Address, Holdings> there = chain.holdings(kept.stream().map(Farmer::custodial).toList());
    Set<UUID> open = new HashSet<>();
    for (Farmer farmer : kept) {
      if (!there.containsKey(farmer.custodial()) && !isDecided(farmer)) {
        open.add(farmer.id());
      }
    }
    return open;
  }

  private boolean isDecided(Farmer farmer) {
    FarmerOnChain on = chain.farmer(farmer.custodial(), List.of());
    if (!absences.isCertainOfAccount(on) || on.ledger() <= books.settledLedger(farmer.id())) {
      return false;
    }
    if (on.holdings() == null) {
      QuarkusTransaction.requiringNew().run(() -> book(farmer, on.ledger()));
    }
    return true;
  }

  /** Under the farmer's lock, as long as the books keep it. */
  private void book(Farmer farmer, long ledger) {
    leader.hold();
    if (farmers.lock(farmer.id()).orElse(null) != FarmerState.DEPARTED
        || !plans.keptLumens().contains(farmer.id())) {
      return;
    }
    Xlm gone = books.position(farmer.id()).xlm();
    SplitPlanRepository.Plan plan = payouts.closing(farmer, gone);
    booking.passedOn(
        null,
        farmer,
        plan.carrier(),
        ExitBooking.payout(plan, ExitBooking.received(plan, gone)),
        false,
        new Landing(null, ledger, "the custodial account is gone after a restore"));
  }
}

package org.kalepool.exit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.kalepool.books.Books;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Xlm;
import org.kalepool.leader.Leader;
import org.kalepool.stellar.Absences;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.FarmerOnChain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Movements;
import org.kalepool.stellar.RpcException;

/**
 * Recognises what was passed on of farmers that have left where nobody has seen it land: only its
 * merge can have ended the custodial account, also where somebody has made that anew since.
 */
@Singleton
final class UnseenLatePayouts {
  private static final Logger LOG = Logger.getLogger(UnseenLatePayouts.class);

  private final Chain chain;
  private final Absences absences;
  private final Movements movements;
  private final Books books;
  private final Farmers farmers;
  private final SplitPlanRepository plans;
  private final ExitBooking booking;
  private final Leader leader;

  UnseenLatePayouts(
      Chain chain,
      Absences absences,
      Movements movements,
      Books books,
      Farmers farmers,
      SplitPlanRepository plans,
      ExitBooking booking,
      Leader leader) {
    this.chain = chain;
    this.absences = absences;
    this.movements = movements;
    this.books = books;
    this.farmers = farmers;
    this.plans = plans;
    this.booking = booking;
    this.leader = leader;
  }

  /**
   * Books what has landed unseen, of all farmers that have left.
   *
   * @return of whom the next ledger may tell more
   * @throws RpcException if the network cannot be read
   */
  Set<UUID> book() {
    List<UUID> waiting = QuarkusTransaction.requiringNew().call(() -> plans.lateUnseen());
    return waiting.stream()
        .flatMap(id -> farmers.find(id).stream())
        .filter(farmer -> !isDecided(farmer))
        .map(Farmer::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Looks once, and books what has landed; false if nothing can be concluded yet. */
  private boolean isDecided(Farmer farmer) {
    List<SplitPlanRepository.Unseen> requested = requested(farmer);
    if (requested.isEmpty()) {
      return true;
    }
    long built = requested.getFirst().builtLedger();
    FarmerOnChain on = chain.farmer(farmer.custodial(), List.of());
    boolean certain = absences.isCertainOfAccount(on);
    boolean fresh = on.ledger() > Math.max(built, books.settledLedger(farmer.id()));
    Holdings held = on.holdings();
    if (!certain || !fresh) {
      return false;
    }
    if (held != null && !held.isMadeAfter(built)) {
      return true;
    }
    Optional<SplitPlanRepository.Unseen> closing =
        UnseenSplits.closing(requested, movements.moved(farmer.custodial(), built, on.ledger()));
    if (closing.isEmpty()) {
      LOG.warnf(
          "farmer %s: the account was merged by one of several payouts, or with more than was"
              + " planned: its books wait for an operator's correction",
          farmer.id());
      return true;
    }
    QuarkusTransaction.requiringNew()
        .run(() -> book(farmer, closing.get(), on.ledger(), held != null));
    return true;
  }

  /** Under the farmer's lock, as long as nothing else has come of it. */
  private void book(
      Farmer farmer, SplitPlanRepository.Unseen payout, long ledger, boolean isMadeAnew) {
    leader.hold();
    if (farmers.lock(farmer.id()).orElse(null) != FarmerState.DEPARTED
        || plans.lateUnseen(farmer.id()).isEmpty()) {
      return;
    }
    SplitPlanRepository.Plan plan = payout.plan();
    Xlm booked = books.position(farmer.id()).xlm();
    Xlm before = plan.lumens().before();
    // of a new account the books may know already
    Xlm gone = isMadeAnew && booked.compareTo(before) > 0 ? before : booked;
    booking.passedOn(
        payout.transaction(),
        farmer,
        plan.carrier(),
        ExitBooking.payout(plan, ExitBooking.received(plan, gone)),
        plan.claimable(),
        new Landing(payout.hash(), ledger, "the custodial account was merged"));
  }

  private List<SplitPlanRepository.Unseen> requested(Farmer farmer) {
    return QuarkusTransaction.requiringNew().call(() -> plans.lateUnseen(farmer.id()));
  }
}

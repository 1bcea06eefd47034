package org.kalepool.exit;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Absences;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.FarmerOnChain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Movements;
import org.kalepool.stellar.Movements.Kind;
import org.kalepool.stellar.Movements.Movement;
import org.kalepool.stellar.RpcException;

/**
 * Recognises a payout that landed unseen by what it did. A custodial account can only vanish by a
 * merge, only the pool can sign one, and the only one it ever signs is the last operation of a
 * payout, which happens as a whole or not at all. So once the account is gone a payout has landed;
 * what it paid is what it was requested with.
 */
@Singleton
final class UnseenSplits implements UnseenPayouts {
  private static final Logger LOG = Logger.getLogger(UnseenSplits.class);

  private final Chain chain;
  private final Absences absences;
  private final Movements movements;
  private final Books books;
  private final Farmers farmers;
  private final SplitPlanRepository plans;
  private final ExitBooking booking;
  private final SplitContract contract;

  UnseenSplits(
      Chain chain,
      Absences absences,
      Movements movements,
      Books books,
      Farmers farmers,
      SplitPlanRepository plans,
      ExitBooking booking,
      SplitContract contract) {
    this.chain = chain;
    this.absences = absences;
    this.movements = movements;
    this.books = books;
    this.farmers = farmers;
    this.plans = plans;
    this.booking = booking;
    this.contract = contract;
  }

  /**
   * A payout that has closed its account.
   *
   * @param ledger as of which the account is gone
   * @param byContract whether the split contract tells it, and the account is there still
   * @param sent KALE that the account sent with it, as the contract pays all there is; null if it
   *     is what was planned
   */
  record Found(
      SplitPlanRepository.Unseen payout, long ledger, boolean byContract, @Nullable Kale sent) {
    /** Of an account that is gone. */
    Found(SplitPlanRepository.Unseen payout, long ledger) {
      this(payout, ledger, false, null);
    }

    String how() {
      return byContract ? "the split contract has paid it" : "the custodial account is gone";
    }
  }

  /**
   * The payout that has closed a farmer's account, if one can have.
   *
   * @throws RpcException if the network cannot be read
   */
  Optional<Found> find(Farmer farmer) {
    List<SplitPlanRepository.Unseen> requested = plans.unseen(farmer.id());
    if (requested.isEmpty()) {
      return Optional.empty();
    }
    long built = requested.getFirst().builtLedger();
    FarmerOnChain on = chain.farmer(farmer.custodial(), List.of());
    long seen = Math.max(books.settledLedger(farmer.id()), built + 1);
    if (!absences.isCertainOfAccount(on) || on.holdings() != null || on.ledger() < seen) {
      return Optional.empty();
    }
    Optional<SplitPlanRepository.Unseen> closing =
        closing(requested, movements.moved(farmer.custodial(), built, on.ledger()));
    if (closing.isEmpty()) {
      LOG.warnf(
          "farmer %s: the account is gone, and which payout closed it an operator has to say",
          farmer.id());
    }
    return closing.map(payout -> new Found(payout, on.ledger()));
  }

  /**
   * The payout by the split contract that has landed unseen, if one has: the contract tells.
   *
   * @throws RpcException if the network cannot be read
   */
  Optional<Found> byContract(Farmer farmer, Holdings custodial) {
    List<SplitPlanRepository.Unseen> requested =
        contract.isOn() ? plans.unseen(farmer.id()) : List.of();
    if (requested.isEmpty()) {
      return Optional.empty();
    }
    long ledger = contract.splitIn(farmer);
    boolean fresh = custodial.ledger() >= Math.max(ledger, books.settledLedger(farmer.id()));
    if (ledger == 0 || !fresh) {
      return Optional.empty();
    }
    SplitPlanRepository.Unseen payout = requested.getFirst();
    Optional<Kale> sent =
        movements
            .moved(farmer.custodial(), payout.builtLedger(), custodial.ledger())
            .map(UnseenSplits::sent);
    // what has come in on the way has gone out with it
    boolean told =
        sent.map(it -> samePoolers(requested) && it.compareTo(planned(payout)) >= 0)
            .orElseGet(() -> isOne(requested));
    return told
        ? Optional.of(new Found(payout, ledger, true, sent.orElse(null)))
        : Optional.empty();
  }

  /** Whether they differ in nothing but what is the farmer's. */
  private static boolean samePoolers(List<SplitPlanRepository.Unseen> requested) {
    List<Split.Part> parts = requested.getFirst().plan().split().parts();
    return requested.stream().allMatch(each -> each.plan().split().parts().equals(parts));
  }

  /** Whether all of them are the same, and leave nothing in the account. */
  private static boolean isOne(List<SplitPlanRepository.Unseen> requested) {
    Split split = requested.getFirst().plan().split();
    return split.withheld().isZero()
        && requested.stream().allMatch(each -> each.plan().split().equals(split));
  }

  private static Kale planned(SplitPlanRepository.Unseen payout) {
    Split split = payout.plan().split();
    return split.toPooler().plus(split.toFarmer());
  }

  /**
   * Which of the requested payouts has closed the account: the last, if they are all the same, and
   * meant to close it; where the node remembers what the account sent, that has to be what the
   * payout was to send.
   */
  static Optional<SplitPlanRepository.Unseen> closing(
      List<SplitPlanRepository.Unseen> requested, Optional<List<Movement>> remembered) {
    SplitPlanRepository.Unseen last = requested.getFirst();
    boolean told = remembered.map(it -> sent(it).equals(planned(last))).orElse(true);
    return isOne(requested) && told ? Optional.of(last) : Optional.empty();
  }

  private static Kale sent(List<Movement> moved) {
    return Movement.sum(moved.stream().filter(movement -> movement.kind() == Kind.SENT).toList());
  }

  /** Books a payout that was found. */
  void recognised(Farmer farmer, ExitDecision.PaidUnseen paid) {
    SplitPlanRepository.Unseen payout = paid.payout().payout();
    Landing landing = new Landing(payout.hash(), paid.payout().ledger(), paid.payout().how());
    SplitPlanRepository.Plan plan = asPaid(farmer, paid.payout());
    booking.paidUnseen(farmer, plan, paid.gone(), payout.transaction(), landing);
  }

  /** The plan, with what had come into the account and was paid with the rest. */
  private SplitPlanRepository.Plan asPaid(Farmer farmer, Found found) {
    SplitPlanRepository.Plan plan = found.payout().plan();
    Kale sent = found.sent();
    if (sent == null || sent.equals(planned(found.payout()))) {
      return plan;
    }
    Kale unbooked = sent.minus(books.position(farmer.id()).custody());
    if (unbooked.isPositive()) {
      String key = "paid out in ledger " + found.ledger();
      books.deposited(farmer.id(), unbooked, found.ledger(), key);
    }
    return plan.paying(sent.minus(plan.split().toPooler()));
  }

  @Override
  public Answer book(long transaction, Hash hash, String why) {
    Optional<UUID> id = plans.splitOf(transaction, hash);
    if (id.isEmpty()) {
      return Answer.NO_SUCH_PAYOUT;
    }
    Farmer farmer = farmers.find(id.get()).orElseThrow();
    FarmerOnChain on = chain.farmer(farmer.custodial(), List.of());
    boolean certain = on.holdings() != null || absences.isCertainOfAccount(on);
    if (farmers.lock(farmer.id()).orElse(null) == FarmerState.DEPARTED) {
      return Answer.ALREADY_BOOKED;
    }
    Holdings left = on.holdings();
    if (left != null && contract.splitIn(farmer) == 0) {
      return Answer.ACCOUNT_EXISTS;
    }
    if (!certain || on.ledger() < books.settledLedger(farmer.id())) {
      return Answer.NODE_LAGS;
    }
    booking.paidUnseen(
        farmer,
        plans.plan(transaction),
        books.position(farmer.id()).xlm().minus(left == null ? Xlm.ZERO : left.xlm()).max(Xlm.ZERO),
        transaction,
        new Landing(hash, on.ledger(), "operator: " + why));
    return Answer.BOOKED;
  }
}

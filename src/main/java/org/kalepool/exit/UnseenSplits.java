package org.kalepool.exit;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books;
import org.kalepool.books.Debtor;
import org.kalepool.books.PailWrittenOff;
import org.kalepool.books.PayoutFound;
import org.kalepool.exit.InferredPayout.OpenStake;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Address;
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
  private final SplitRepository splits;
  private final ExitSettlement settlement;
  private final Payouts payouts;
  private final Debts debts;
  private final SplitContract contract;
  private final Event<PailWrittenOff> writtenOff;

  UnseenSplits(
      Chain chain,
      Absences absences,
      Movements movements,
      Books books,
      Farmers farmers,
      SplitPlanRepository plans,
      SplitRepository splits,
      ExitSettlement settlement,
      Payouts payouts,
      Debts debts,
      SplitContract contract,
      Event<PailWrittenOff> writtenOff) {
    this.chain = chain;
    this.absences = absences;
    this.movements = movements;
    this.books = books;
    this.farmers = farmers;
    this.plans = plans;
    this.splits = splits;
    this.settlement = settlement;
    this.payouts = payouts;
    this.debts = debts;
    this.contract = contract;
    this.writtenOff = writtenOff;
  }

  /**
   * A payout that has closed its account.
   *
   * @param ledger as of which the account is gone
   * @param byContract whether the split contract tells it, and the account is there still
   */
  record Found(SplitPlanRepository.Unseen payout, long ledger, boolean byContract) {
    /** Of an account that is gone. */
    Found(SplitPlanRepository.Unseen payout, long ledger) {
      this(payout, ledger, false);
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
    return ledger == 0 || !fresh
        ? Optional.empty()
        : closing(
                requested,
                movements.moved(
                    farmer.custodial(), requested.getFirst().builtLedger(), custodial.ledger()))
            .map(payout -> new Found(payout, ledger, true));
  }

  /**
   * Which of the requested payouts has closed the account: the last, if they are all the same, and
   * meant to close it; where the node remembers what the account sent, that has to be what the
   * payout was to send.
   */
  static Optional<SplitPlanRepository.Unseen> closing(
      List<SplitPlanRepository.Unseen> requested, Optional<List<Movement>> remembered) {
    Split split = requested.getFirst().plan().split();
    Kale planned = split.toPooler().plus(split.toFarmer());
    boolean one = requested.stream().allMatch(each -> each.plan().split().equals(split));
    boolean told = remembered.map(it -> sent(it).equals(planned)).orElse(true);
    return one && told && split.withheld().isZero()
        ? Optional.of(requested.getFirst())
        : Optional.empty();
  }

  private static Kale sent(List<Movement> moved) {
    return Movement.sum(moved.stream().filter(movement -> movement.kind() == Kind.SENT).toList());
  }

  /** Books a payout that was found. */
  void recognised(Farmer farmer, ExitDecision.PaidUnseen paid) {
    SplitPlanRepository.Unseen payout = paid.payout().payout();
    Landing landing = new Landing(payout.hash(), paid.payout().ledger(), paid.payout().how());
    paid(farmer, payout.plan(), paid.gone(), payout.transaction(), landing);
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
    paid(
        farmer,
        plans.plan(transaction),
        books.position(farmer.id()).xlm().minus(left == null ? Xlm.ZERO : left.xlm()).max(Xlm.ZERO),
        transaction,
        new Landing(hash, on.ledger(), "operator: " + why));
    return Answer.BOOKED;
  }

  /**
   * Books what a restored database does not even know to have been requested, as the farmer's and
   * the poolers' payments tell it, and what followed from an account that was left open, too. What
   * is left there goes on as it would have ({@link LateSweep}).
   */
  void book(Farmer farmer, PayoutFound event, InferredPayout payout) {
    UUID carrier = payouts.carrier(farmer).id();
    for (OpenStake pail : plans.openPails(farmer.id())) {
      Debtor debtor = Debtor.ofLostStake(payout.owed().contains(pail));
      String why = "lost before the payout, whose amounts tell by whom";
      writtenOff.fire(
          new PailWrittenOff(farmer.id(), pail.block(), pail.stake(), debtor, why, event.ledger()));
    }
    Holdings left = event.left();
    String how =
        left == null
            ? "the custodial account is gone after a restore"
            : "the custodial account has sent it before a restore";
    Xlm kept = left == null ? Xlm.ZERO : left.xlm();
    Xlm gone = books.position(farmer.id()).xlm().minus(kept).max(Xlm.ZERO);
    ExitDecision.Lumens lumens = new ExitDecision.Lumens(gone, Xlm.ZERO, Xlm.ZERO, Xlm.ZERO, false);
    SplitPlanRepository.Plan plan =
        new SplitPlanRepository.Plan(payout.split(), lumens, payout.claimable(), carrier);
    paid(farmer, plan, gone, null, new Landing(payout.transaction(), event.ledger(), how));
    payout.later().forEach(late -> passedOn(farmer, carrier, late, how));
    payout
        .debtsPaid()
        .forEach(
            (pooler, debt) -> {
              if (!debts.paid(farmer.id(), pooler, debt)) {
                throw new IllegalStateException("farmer " + farmer.id() + " is owed nothing");
              }
            });
  }

  private void passedOn(Farmer farmer, UUID carrier, InferredTransfer inferred, String how) {
    Books.Payout payout =
        new Books.Payout(
            inferred.toPoolers().entrySet().stream()
                .map(
                    paid ->
                        new Books.PoolerPayout(
                            paid.getKey(), paid.getValue(), Kale.ZERO, Kale.ZERO))
                .toList(),
            inferred.toFarmer(),
            Xlm.ZERO,
            Xlm.ZERO,
            Xlm.ZERO,
            Xlm.ZERO);
    Landing where = new Landing(inferred.transaction(), inferred.ledger(), how);
    settlement.passedOn(null, farmer, carrier, payout, inferred.claimable(), where);
  }

  /**
   * By pooler, what its wallet has sent since the backup and no payout is booked with; empty if the
   * node does not remember.
   *
   * @throws RpcException if it cannot be asked
   */
  Optional<Map<UUID, List<Movement>>> sentByPoolers(Farmer farmer, PayoutFound event) {
    Map<UUID, List<Movement>> sent = new HashMap<>();
    for (Map.Entry<UUID, Address> pooler : payouts.wallets(farmer).entrySet()) {
      Optional<List<Movement>> moved =
          movements.moved(pooler.getValue(), event.since(), event.ledger());
      if (moved.isEmpty()) {
        return Optional.empty();
      }
      sent.put(
          pooler.getKey(),
          moved.get().stream()
              .filter(movement -> movement.kind() == Kind.SENT)
              .filter(movement -> !splits.isBooked(movement.transaction()))
              .toList());
    }
    return Optional.of(sent);
  }

  /** The payouts at the end that may have sent all this, were these the books before it. */
  List<InferredPayout> inferred(
      Farmer farmer,
      PayoutFound event,
      Books.Position before,
      Map<UUID, List<Movement>> sentByPoolers,
      InferredWallets wallets) {
    Holdings left = event.left();
    Kale rest = left == null || left.kale() == null ? Kale.ZERO : left.kale();
    InferredPayout.Known known =
        new InferredPayout.Known(before, event.unbooked(), plans.openPails(farmer.id()), rest);
    return InferredPayout.all(known, event.sent(), sentByPoolers, wallets);
  }

  /**
   * @param gone XLM that is gone from the account, all fees included
   * @param transaction null if it was sent before a restore
   */
  private void paid(
      Farmer farmer,
      SplitPlanRepository.Plan plan,
      Xlm gone,
      @Nullable Long transaction,
      Landing landing) {
    ExitDecision.Lumens lumens = plan.lumens();
    Xlm kept = lumens.claimReserve().plus(lumens.advance()).plus(lumens.debtReserve());
    Xlm xlm = gone.minus(kept).max(Xlm.ZERO);
    settlement.paid(
        transaction,
        farmer,
        plan,
        new SplitRepository.Received(xlm, lumens.debtReserve()),
        landing);
    LOG.infof(
        "farmer %s was paid out unseen: %s",
        farmer.id(), Objects.toString(landing.hash(), landing.unseen()));
  }
}

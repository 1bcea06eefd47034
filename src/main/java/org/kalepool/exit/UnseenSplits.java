package org.kalepool.exit;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books;
import org.kalepool.books.Debtor;
import org.kalepool.books.PailWrittenOff;
import org.kalepool.books.PayoutFound;
import org.kalepool.exit.ToldPayout.OpenStake;
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
  private final ObstacleRepository obstacles;
  private final SplitPlanRepository plans;
  private final SplitRepository splits;
  private final LatePayoutRepository late;
  private final ExitSettlement settlement;
  private final Debts debts;
  private final Event<PailWrittenOff> writtenOff;

  UnseenSplits(
      Chain chain,
      Absences absences,
      Movements movements,
      Books books,
      Farmers farmers,
      ObstacleRepository obstacles,
      SplitPlanRepository plans,
      SplitRepository splits,
      LatePayoutRepository late,
      ExitSettlement settlement,
      Debts debts,
      Event<PailWrittenOff> writtenOff) {
    this.chain = chain;
    this.absences = absences;
    this.movements = movements;
    this.books = books;
    this.farmers = farmers;
    this.obstacles = obstacles;
    this.plans = plans;
    this.splits = splits;
    this.late = late;
    this.settlement = settlement;
    this.debts = debts;
    this.writtenOff = writtenOff;
  }

  /**
   * As of which ledger the account is gone, if a payout can have closed it; where the node
   * remembers what the account sent, that has to be what the payout was to send.
   *
   * @throws RpcException if the network cannot be read
   */
  OptionalLong goneAt(Farmer farmer) {
    List<SplitPlanRepository.Unseen> requested = plans.unseen(farmer.id());
    if (requested.isEmpty()) {
      return OptionalLong.empty();
    }
    SplitPlanRepository.Unseen last = requested.getFirst();
    FarmerOnChain on = chain.farmer(farmer.custodial(), List.of());
    long seen = Math.max(books.settledLedger(farmer.id()), last.builtLedger() + 1);
    if (!absences.isCertainOfAccount(on) || on.holdings() != null || on.ledger() < seen) {
      return OptionalLong.empty();
    }
    Split split = last.plan().split();
    boolean one = requested.stream().allMatch(each -> each.plan().split().equals(split));
    Kale planned = split.toPooler().plus(split.toFarmer());
    boolean told =
        movements
            .movedSince(farmer.custodial(), last.builtLedger())
            .map(it -> sent(it).equals(planned))
            .orElse(true);
    // one that was to leave the account open cannot have closed it
    if (!one || !told || !split.withheld().isZero()) {
      LOG.warnf(
          "farmer %s: the account is gone, and which payout closed it an operator has to say",
          farmer.id());
      return OptionalLong.empty();
    }
    return OptionalLong.of(on.ledger());
  }

  private static Kale sent(Movements.Seen seen) {
    return seen.movements().stream()
        .filter(movement -> movement.kind() == Kind.SENT)
        .map(Movements.Movement::amount)
        .reduce(Kale.ZERO, Kale::plus);
  }

  /** Books the last requested payout of a farmer whose account {@link #goneAt} this ledger. */
  void recognised(Farmer farmer, long ledger) {
    SplitPlanRepository.Unseen last = plans.unseen(farmer.id()).getFirst();
    paid(
        farmer,
        last.plan(),
        books.position(farmer.id()).xlm(),
        last.transaction(),
        new Landing(last.hash(), ledger, "the custodial account is gone"));
  }

  @Override
  public Answer book(long transaction, Hash hash, String why) {
    Optional<UUID> id = plans.splitOf(transaction, hash);
    if (id.isEmpty()) {
      return Answer.NO_SUCH_PAYOUT;
    }
    Farmer farmer = farmers.find(id.get()).orElseThrow();
    FarmerOnChain on = chain.farmer(farmer.custodial(), List.of());
    boolean certain = absences.isCertainOfAccount(on);
    if (farmers.lock(farmer.id()).orElse(null) == FarmerState.DEPARTED) {
      return Answer.ALREADY_BOOKED;
    }
    if (on.holdings() != null) {
      return Answer.ACCOUNT_EXISTS;
    }
    if (!certain || on.ledger() < books.settledLedger(farmer.id())) {
      return Answer.NODE_LAGS;
    }
    paid(
        farmer,
        plans.plan(transaction),
        books.position(farmer.id()).xlm(),
        transaction,
        new Landing(hash, on.ledger(), "operator: " + why));
    return Answer.BOOKED;
  }

  /**
   * What a restored database does not even know to have been requested: it is booked as the
   * farmer's and the pooler's payments tell it, and what followed from an account that was left
   * open, too. What is left there goes on as it would have ({@link LateSweep}).
   *
   * @throws RpcException if the pooler's payments cannot be read, so that nothing is written
   */
  void found(@Observes PayoutFound event) {
    Farmer farmer = farmers.find(event.farmer()).orElseThrow();
    farmers.lock(farmer.id());
    Optional<ToldPayout> told = told(farmer, event);
    if (told.isEmpty()) {
      LOG.warnf(
          "farmer %s was paid out before the restore; what the pooler paid does not tell what for:"
              + " an operator has to say",
          farmer.id());
      return;
    }
    ToldPayout payout = told.get();
    for (OpenStake pail : plans.openPails(farmer.id())) {
      Debtor debtor = payout.owed().contains(pail) ? Debtor.POOLER : Debtor.NETWORK;
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
    Decision.Lumens lumens = new Decision.Lumens(gone, Xlm.ZERO, Xlm.ZERO, Xlm.ZERO, false);
    SplitPlanRepository.Plan plan =
        new SplitPlanRepository.Plan(payout.split(), lumens, payout.claimable());
    paid(farmer, plan, gone, null, new Landing(payout.transaction(), event.ledger(), how));
    payout.later().forEach(late -> passedOn(farmer, late, how));
    Hash debt = payout.debtPaid();
    if (debt != null && !debts.paid(farmer.id(), debt)) {
      throw new IllegalStateException("farmer " + farmer.id() + " is owed nothing");
    }
  }

  private void passedOn(Farmer farmer, ToldLate told, String how) {
    Books.Payout payout =
        new Books.Payout(
            told.toPooler(),
            Kale.ZERO,
            told.toFarmer(),
            Kale.ZERO,
            Xlm.ZERO,
            Xlm.ZERO,
            Xlm.ZERO,
            Xlm.ZERO);
    Hash hash = told.transaction();
    late.passedOn(null, farmer, payout, told.claimable(), new Landing(hash, told.ledger(), how));
    books.passedOn(farmer.id(), farmer.pooler(), settlement.wallet(farmer), payout, hash.hex());
  }

  private Optional<ToldPayout> told(Farmer farmer, PayoutFound event) {
    Address wallet = settlement.wallet(farmer);
    Optional<Movements.Seen> seen = movements.movedSince(wallet, event.since());
    if (seen.isPresent() && seen.get().through() < event.ledger()) {
      throw new RpcException(
          "the node tells of the pooler's payments up to ledger %d, the account was read in %d"
              .formatted(seen.get().through(), event.ledger()));
    }
    Holdings left = event.left();
    Kale rest = left == null || left.kale() == null ? Kale.ZERO : left.kale();
    ToldPayout.Known known =
        new ToldPayout.Known(
            books.position(farmer.id()), event.unbooked(), plans.openPails(farmer.id()), rest);
    return seen.map(
            it ->
                it.movements().stream()
                    .filter(movement -> movement.kind() == Kind.SENT)
                    .filter(movement -> !splits.isBooked(movement.transaction()))
                    .toList())
        .flatMap(pooler -> ToldPayout.of(known, event.sent(), pooler, wallet, farmer.payout()));
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
    Decision.Lumens lumens = plan.lumens();
    Xlm kept = lumens.claimReserve().plus(lumens.advance()).plus(lumens.debtReserve());
    Xlm xlm = gone.minus(kept).max(Xlm.ZERO);
    Split split = plan.split();
    splits.paid(
        transaction,
        farmer,
        plan,
        new SplitRepository.Received(xlm, lumens.debtReserve()),
        landing);
    books.split(
        farmer.id(),
        farmer.pooler(),
        settlement.wallet(farmer),
        new Books.Payout(
            split.toPooler(),
            split.fromPooler(),
            split.toFarmer(),
            split.owed().minus(split.debt()),
            xlm,
            lumens.claimReserve(),
            lumens.advance(),
            lumens.debtReserve()));
    obstacles.clear(farmer.id());
    settlement.depart(farmer, "paid out, not seen: " + landing.unseen());
    LOG.infof(
        "farmer %s was paid out unseen: %s",
        farmer.id(), Objects.toString(landing.hash(), landing.unseen()));
  }
}

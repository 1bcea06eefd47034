package org.kalepool.exit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.kalepool.exit.DebtSnapshot.Purse;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.leader.Leader;
import org.kalepool.schedule.LogContext;
import org.kalepool.schedule.Sweep;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Transactions;

/**
 * Pays what poolers still owed when a farmer left, as soon as their wallets have it: one
 * transaction a debt, the oldest first. What cannot be paid yet is named as the farmer's obstacle.
 * A pooler elsewhere pays by itself ({@link OwnPayments}), or its bond does after a while ({@link
 * BondPayments}).
 */
@Singleton
final class DebtSweep implements Sweep {
  private static final Logger LOG = Logger.getLogger(DebtSweep.class);

  private final Farmers farmers;
  private final Payouts payouts;
  private final Transactions transactions;
  private final Leader leader;
  private final DebtRepository debts;
  private final ObstacleRepository obstacles;
  private final OwnPayments ownPayments;
  private final BondPayments bondPayments;
  private final Debts books;
  private final Clock clock;
  private final ExitSettings settings;
  private final SplitContract contract;

  DebtSweep(
      Farmers farmers,
      Payouts payouts,
      Transactions transactions,
      Leader leader,
      DebtRepository debts,
      ObstacleRepository obstacles,
      OwnPayments ownPayments,
      BondPayments bondPayments,
      Debts books,
      Clock clock,
      ExitSettings settings,
      SplitContract contract) {
    this.farmers = farmers;
    this.payouts = payouts;
    this.transactions = transactions;
    this.leader = leader;
    this.debts = debts;
    this.obstacles = obstacles;
    this.ownPayments = ownPayments;
    this.bondPayments = bondPayments;
    this.books = books;
    this.clock = clock;
    this.settings = settings;
    this.contract = contract;
  }

  @Override
  public String name() {
    return "debts";
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(30);
  }

  @Override
  public void sweep() {
    List<DebtRepository.Debt> owed = debts.open();
    List<PayoutReading> readings =
        payouts.readWallets(
            owed.stream()
                .map(debt -> new Payouts.Owed(farmer(debt.farmer()), debt.pooler()))
                .toList());
    Map<Address, Purse> purses = new HashMap<>();
    for (int i = 0; i < owed.size(); i++) {
      DebtRepository.Debt debt = owed.get(i);
      PayoutReading reading = readings.get(i);
      Address wallet = reading.pooler().wallet();
      ExitState state = obstacles.state(debt.farmer(), debt.pooler());
      if (state.debtSent() && isPaidByAnother(debt.farmer(), wallet)) {
        continue;
      }
      try (var _ = LogContext.of(debt.farmer(), null)) {
        Optional<Hash> paid = ownPayments.of(debt, reading);
        Optional<Hash> byBond =
            paid.isPresent() ? Optional.empty() : bondPayments.found(debt, reading);
        if (paid.or(() -> byBond).isPresent()) {
          Hash transaction = paid.or(() -> byBond).get();
          QuarkusTransaction.requiringNew().run(() -> book(debt, transaction, byBond.isPresent()));
        } else {
          pay(debt, bondPayments.reading(debt, reading).orElse(reading), state, purses);
        }
      }
    }
  }

  private void pay(
      DebtRepository.Debt debt,
      PayoutReading reading,
      ExitState state,
      Map<Address, Purse> purses) {
    Address wallet = reading.pooler().wallet();
    Purse purse = purses.computeIfAbsent(wallet, _ -> Purse.of(reading.poolerWallet()));
    DebtSnapshot now = new DebtSnapshot(debt, reading, state, purse);
    DebtPlanner planner = new DebtPlanner(settings.feeReserve(), contract.assets());
    if (carryOut(planner.decide(now, clock.instant()), now)) {
      purses.put(wallet, purse.without(debt));
    }
  }

  /** A farmer is paid one debt after the other; another pooler's holds this one for a moment. */
  private boolean isPaidByAnother(UUID farmer, Address wallet) {
    return transactions
        .open(farmer, null, Action.DEBT)
        .filter(sent -> !sent.lane().equals(wallet))
        .isPresent();
  }

  private Farmer farmer(UUID id) {
    return farmers.find(id).orElseThrow(() -> new IllegalStateException("no farmer " + id));
  }

  /**
   * @return whether the wallet pays it, now or already
   */
  private boolean carryOut(DebtDecision decision, DebtSnapshot now) {
    return switch (decision) {
      case DebtDecision.Pay pay ->
          QuarkusTransaction.requiringNew().call(() -> request(now, pay.operations()));
      case DebtDecision.Transfer pay ->
          QuarkusTransaction.requiringNew().call(() -> request(now, pay.call()));
      case DebtDecision.UnderWay() -> true;
      case ExitDecision.Later() -> false;
      case ExitDecision.Wait wait -> {
        QuarkusTransaction.requiringNew().run(() -> blocked(now.state(), wait));
        yield false;
      }
    };
  }

  private void book(DebtRepository.Debt debt, Hash transaction, boolean ofBond) {
    leader.hold();
    if (!isOver(debt) && books.book(debt.farmer(), debt.pooler(), transaction, ofBond)) {
      LOG.infof(
          "farmer %s was paid what it was still owed by pooler %s itself%s: %s KALE",
          debt.farmer(), debt.pooler(), ofBond ? ", of its bond" : "", debt.kale());
    }
  }

  private void blocked(ExitState state, ExitDecision.Wait wait) {
    leader.hold();
    obstacles.blocked(state, wait);
  }

  private boolean request(DebtSnapshot now, Call call) {
    DebtRepository.Debt debt = now.debt();
    leader.hold();
    if (!bondPayments.mayPay(debt, now.reading().pooler().wallet()) || isOver(debt)) {
      return false;
    }
    OptionalLong id =
        transactions.request(
            new TransactionRequest(
                now.reading().pooler().wallet(), Action.DEBT, debt.farmer(), null, call, null));
    // A payment that lands just now has waited for this request at the deed's index, or this for
    // it: what is seen from here on is the last word.
    if (isOver(debt)) {
      QuarkusTransaction.setRollbackOnly();
      return false;
    }
    if (id.isPresent()) {
      LOG.infof(
          "farmer %s is paid what it was still owed: %s KALE, %s XLM",
          debt.farmer(), debt.kale(), debt.xlm());
    }
    return id.isPresent();
  }

  private boolean isOver(DebtRepository.Debt debt) {
    return debts.open(debt.farmer(), debt.pooler()).filter(debt::isSame).isEmpty();
  }
}

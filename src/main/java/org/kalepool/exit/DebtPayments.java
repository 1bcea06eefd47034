package org.kalepool.exit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalLong;
import org.jboss.logging.Logger;
import org.kalepool.exit.DebtSnapshot.Purse;
import org.kalepool.kale.Address;
import org.kalepool.leader.Leader;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Transactions;

/** Decides of one debt whether its pooler's wallet pays it now, and has it paid. */
@Singleton
final class DebtPayments {
  private static final Logger LOG = Logger.getLogger(DebtPayments.class);

  private final Transactions transactions;
  private final Leader leader;
  private final DebtRepository debts;
  private final ObstacleRepository obstacles;
  private final BondPayments bondPayments;
  private final SplitContract contract;
  private final Clock clock;
  private final ExitSettings settings;

  DebtPayments(
      Transactions transactions,
      Leader leader,
      DebtRepository debts,
      ObstacleRepository obstacles,
      BondPayments bondPayments,
      SplitContract contract,
      Clock clock,
      ExitSettings settings) {
    this.transactions = transactions;
    this.leader = leader;
    this.debts = debts;
    this.obstacles = obstacles;
    this.bondPayments = bondPayments;
    this.contract = contract;
    this.clock = clock;
    this.settings = settings;
  }

  /**
   * Pays a debt, or says what it waits for.
   *
   * @param purses what is left in the wallets, as far as this run has looked into them
   */
  void pay(
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

  private void blocked(ExitState state, ExitDecision.Wait wait) {
    leader.hold();
    obstacles.blocked(state, wait);
  }

  private boolean request(DebtSnapshot now, Call call) {
    DebtRepository.Debt debt = now.debt();
    leader.hold();
    if (!bondPayments.mayPay(debt, now.reading().pooler().wallet()) || debts.isOver(debt)) {
      return false;
    }
    OptionalLong id =
        transactions.request(
            new TransactionRequest(
                now.reading().pooler().wallet(), Action.DEBT, debt.farmer(), null, call, null));
    // A payment that lands just now has waited for this request at the deed's index, or this for
    // it: what is seen from here on is the last word.
    if (debts.isOver(debt)) {
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
}

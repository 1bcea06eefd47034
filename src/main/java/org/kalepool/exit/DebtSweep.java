package org.kalepool.exit;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.kalepool.exit.DebtSnapshot.Purse;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Address;
import org.kalepool.schedule.LogContext;
import org.kalepool.schedule.Sweep;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Transactions;

/**
 * Pays what poolers still owed when a farmer left, as soon as their wallets have it: one
 * transaction a debt, the oldest first. What cannot be paid yet is named as the farmer's obstacle.
 * A pooler elsewhere pays by itself ({@link OwnPayments}), or its bond does after a while ({@link
 * BondPayments}).
 */
@Singleton
final class DebtSweep implements Sweep {
  private final Farmers farmers;
  private final Payouts payouts;
  private final Transactions transactions;
  private final DebtRepository debts;
  private final ObstacleRepository obstacles;
  private final DebtsPaidElsewhere elsewhere;
  private final BondPayments bondPayments;
  private final DebtPayments payments;

  DebtSweep(
      Farmers farmers,
      Payouts payouts,
      Transactions transactions,
      DebtRepository debts,
      ObstacleRepository obstacles,
      DebtsPaidElsewhere elsewhere,
      BondPayments bondPayments,
      DebtPayments payments) {
    this.farmers = farmers;
    this.payouts = payouts;
    this.transactions = transactions;
    this.debts = debts;
    this.obstacles = obstacles;
    this.elsewhere = elsewhere;
    this.bondPayments = bondPayments;
    this.payments = payments;
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
        if (!elsewhere.book(debt, reading)) {
          payments.pay(debt, bondPayments.reading(debt, reading).orElse(reading), state, purses);
        }
      }
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
}

package org.kalepool.exit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.leader.Leader;
import org.kalepool.pooler.Pooler;
import org.kalepool.pooler.Poolers;
import org.kalepool.schedule.LogContext;
import org.kalepool.schedule.Sweep;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Signer;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Transactions;

/**
 * Pays what poolers still owed when a farmer left, as soon as their wallets have it: one
 * transaction a debt, the oldest first. What cannot be paid yet is named as the farmer's obstacle.
 */
@Singleton
final class DebtSweep implements Sweep {
  private static final Logger LOG = Logger.getLogger(DebtSweep.class);

  private final Farmers farmers;
  private final Poolers poolers;
  private final Chain chain;
  private final Transactions transactions;
  private final Signer signer;
  private final Leader leader;
  private final DebtRepository debts;
  private final ObstacleRepository obstacles;
  private final Clock clock;
  private final Xlm feeReserve;

  DebtSweep(
      Farmers farmers,
      Poolers poolers,
      Chain chain,
      Transactions transactions,
      Signer signer,
      Leader leader,
      DebtRepository debts,
      ObstacleRepository obstacles,
      Clock clock,
      ExitSettings settings) {
    this.farmers = farmers;
    this.poolers = poolers;
    this.chain = chain;
    this.transactions = transactions;
    this.signer = signer;
    this.leader = leader;
    this.debts = debts;
    this.obstacles = obstacles;
    this.clock = clock;
    this.feeReserve = settings.feeReserve();
  }

  @Override
  public String name() {
    return "debts";
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(30);
  }

  /** A debt with whom it concerns. */
  private record Owed(DebtRepository.Debt debt, Farmer farmer, Address wallet) {}

  @Override
  public void sweep() {
    List<Owed> owed = debts.open().stream().map(this::owed).toList();
    if (owed.isEmpty()) {
      return;
    }
    Set<Address> accounts = new LinkedHashSet<>();
    Set<Address> payouts = new LinkedHashSet<>();
    for (Owed one : owed) {
      accounts.add(one.wallet());
      payouts.add(one.farmer().payout());
    }
    accounts.addAll(payouts);
    Map<Address, Holdings> holdings = chain.holdings(accounts);
    DebtPlanner planner =
        new DebtPlanner(signer, chain.terms().baseReserve(), feeReserve, holdings);
    Set<Address> memoRequired = chain.memoRequired(payouts);
    Map<Address, DebtPlanner.Purse> purses = new HashMap<>();
    for (Owed one : owed) {
      DebtPlanner.Purse purse =
          purses.computeIfAbsent(one.wallet(), wallet -> planner.purse(wallet));
      try (var _ = LogContext.of(one.farmer().id(), null)) {
        QuarkusTransaction.requiringNew()
            .run(() -> pay(one, planner, purse, memoRequired.contains(one.farmer().payout())));
      }
    }
  }

  private Owed owed(DebtRepository.Debt debt) {
    Farmer farmer =
        farmers
            .find(debt.farmer())
            .orElseThrow(() -> new IllegalStateException("no farmer " + debt.farmer()));
    Address wallet =
        poolers
            .find(farmer.pooler())
            .map(Pooler::wallet)
            .orElseThrow(() -> new IllegalStateException("no pooler " + farmer.pooler()));
    return new Owed(debt, farmer, wallet);
  }

  private void pay(Owed owed, DebtPlanner planner, DebtPlanner.Purse purse, boolean memoRequired) {
    leader.hold();
    if (transactions.open(owed.farmer().id(), null, Action.DEBT).isPresent()) {
      purse.take(owed.debt());
      return;
    }
    @Nullable Instant nextTry =
        obstacles.waiting(owed.farmer().id()).map(ObstacleRepository.Waiting::nextTry).orElse(null);
    if (nextTry != null && clock.instant().isBefore(nextTry)) {
      return;
    }
    if (owed.debt().held()) {
      obstacles.blocked(owed.farmer().id(), Obstacle.DEBT_RESTORED, "");
      return;
    }
    switch (planner.decide(owed.debt(), owed.farmer(), owed.wallet(), purse, memoRequired)) {
      case DebtPlanner.Wait wait ->
          obstacles.blocked(owed.farmer().id(), wait.obstacle(), wait.detail());
      case DebtPlanner.Pay pay -> request(owed, pay, purse);
    }
  }

  private void request(Owed owed, DebtPlanner.Pay pay, DebtPlanner.Purse purse) {
    if (debts.open(owed.farmer().id()).isEmpty()) {
      return;
    }
    OptionalLong id =
        transactions.request(
            new TransactionRequest(
                owed.wallet(), Action.DEBT, owed.farmer().id(), null, pay.operations(), null));
    // A payment that lands just now has waited for this wish at the deed's index, or this for it:
    // what
    // is seen from here on is the last word.
    if (debts.open(owed.farmer().id()).isEmpty()) {
      QuarkusTransaction.setRollbackOnly();
      return;
    }
    if (id.isPresent()) {
      purse.take(owed.debt());
      Kale kale = owed.debt().kale();
      LOG.infof(
          "farmer %s is paid what it was still owed: %s KALE, %s XLM",
          owed.farmer().id(), kale, owed.debt().xlm());
    }
  }
}

package org.kalepool.exit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.leader.Leader;
import org.kalepool.pooler.Poolers;
import org.kalepool.schedule.Sweep;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.OpenTransactions;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.Signer;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.stellar.Transactions;

/**
 * Has the split contract pay poolers' wallets the shares that it holds for them, as soon as they
 * can take them. By the books these were paid with the split: nothing is booked here, and whoever
 * calls first, the contract pays once.
 */
@Singleton
final class HeldShares implements Sweep {
  private static final Logger LOG = Logger.getLogger(HeldShares.class);

  private final SplitContract contract;
  private final Poolers poolers;
  private final Chain chain;
  private final Signer signer;
  private final Transactions transactions;
  private final OpenTransactions open;
  private final Leader leader;

  /** The last ledger in which one was paid, as far as this process knows. */
  private volatile long collected;

  HeldShares(
      SplitContract contract,
      Poolers poolers,
      Chain chain,
      Signer signer,
      Transactions transactions,
      OpenTransactions open,
      Leader leader) {
    this.contract = contract;
    this.poolers = poolers;
    this.chain = chain;
    this.signer = signer;
    this.transactions = transactions;
    this.open = open;
    this.leader = leader;
  }

  @Override
  public String name() {
    return "held-shares";
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(10);
  }

  void onSettled(@Observes TransactionSettled event) {
    if (event.request().action() != Action.COLLECT) {
      return;
    }
    if (event.outcome() instanceof Outcome.Landed landed) {
      collected = Math.max(collected, landed.ledger());
    } else {
      LOG.warnf("a share that the split contract holds was not paid: %s", event.outcome());
    }
  }

  @Override
  public void sweep() {
    Address payer = poolers.own().wallet();
    if (!contract.isOn() || !signer.holds(payer)) {
      return;
    }
    ByContract.On on = contract.read().orElseThrow();
    Map<Address, Kale> held = contract.held(on);
    // a node that lags still shows what was paid
    if (held.isEmpty() || on.ledger() < collected) {
      return;
    }
    List<Address> wallets = new ArrayList<>(held.keySet());
    Map<Address, Holdings> there = chain.holdings(wallets);
    wallets.stream()
        .filter(wallet -> takes(there.get(wallet), held.get(wallet)))
        .findFirst()
        .ifPresent(
            wallet ->
                QuarkusTransaction.requiringNew()
                    .run(() -> collect(on.contract(), payer, wallet, held.get(wallet))));
  }

  private static boolean takes(@Nullable Holdings wallet, @Nullable Kale amount) {
    return wallet != null && amount != null && wallet.takes(amount);
  }

  /** One after the other: a pooler that is paid late has waited for days. */
  private void collect(Address on, Address payer, Address wallet, @Nullable Kale amount) {
    leader.hold();
    ContractCall call = new ContractCall.Collect(on, wallet);
    if (!open.has(Action.COLLECT)
        && transactions
            .request(new TransactionRequest(payer, Action.COLLECT, null, null, call, null))
            .isPresent()) {
      LOG.infof("the split contract is asked to pay %s KALE that it holds for %s", amount, wallet);
    }
  }
}

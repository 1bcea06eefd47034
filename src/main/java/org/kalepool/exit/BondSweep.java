package org.kalepool.exit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.leader.Leader;
import org.kalepool.pooler.Bonds;
import org.kalepool.pooler.Bonds.Bond;
import org.kalepool.schedule.Sweep;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Transactions;

/**
 * Looks after poolers' bonds: makes their accounts' keys and trustlines, books what arrives, tells
 * what is missing, and gives a bond back when its pooler has left. Each is decided under a lock of
 * pooler and bond, and while nothing of the account is under way.
 */
@Singleton
final class BondSweep implements Sweep {
  private static final Logger LOG = Logger.getLogger(BondSweep.class);

  private final Bonds bonds;
  private final Books books;
  private final Chain chain;
  private final Transactions transactions;
  private final BondPayments payments;
  private final Leader leader;
  private final BondPlanner planner;

  BondSweep(
      Bonds bonds,
      Books books,
      Chain chain,
      Transactions transactions,
      BondPayments payments,
      Leader leader,
      ExitSettings settings) {
    this.bonds = bonds;
    this.books = books;
    this.chain = chain;
    this.transactions = transactions;
    this.payments = payments;
    this.leader = leader;
    this.planner = new BondPlanner(settings.feeReserve());
  }

  @Override
  public String name() {
    return "bonds";
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(30);
  }

  @Override
  public void sweep() {
    bonds
        .without()
        .forEach(
            pooler ->
                QuarkusTransaction.requiringNew()
                    .run(
                        () -> {
                          leader.hold();
                          bonds.open(pooler);
                        }));
    List<Bond> all = bonds.bonds();
    if (all.isEmpty()) {
      return;
    }
    Set<Address> accounts = new LinkedHashSet<>();
    for (Bond bond : all) {
      accounts.add(bond.account());
      if (bond.free()) {
        accounts.add(bond.wallet());
      }
    }
    // the ledger first: what is read of an account that is gone can only be newer
    long ledger = chain.tip().sequence();
    Map<Address, Holdings> held = chain.holdings(accounts);
    Xlm baseReserve = chain.terms().baseReserve();
    for (Bond bond : all) {
      Holdings account = held.get(bond.account());
      BondPlanner.Seen seen =
          new BondPlanner.Seen(
              account == null ? ledger : account.ledger(),
              account,
              held.get(bond.wallet()),
              baseReserve);
      Optional<BondPayments.Back> back = payments.returned(bond, seen);
      QuarkusTransaction.requiringNew().run(() -> step(bond, seen, back.orElse(null)));
    }
  }

  /**
   * @param back a return that the chain has and the books have forgotten
   */
  private void step(Bond before, BondPlanner.Seen seen, BondPayments.@Nullable Back back) {
    leader.hold();
    Bond bond = bonds.lock(before.poolerId());
    if (transactions.busy(bond.account())) {
      return;
    }
    if (back != null && bond.booked().equals(back.amount()) && bond.free()) {
      books.bondReturned(bond.poolerId(), back.amount(), back.transaction().hex());
      bonds.moved(bond.poolerId(), seen.ledger());
      bonds.seen(bond.poolerId(), seen.ledger(), Kale.ZERO, null);
      LOG.infof("the bond of pooler %s had gone back before a restore", bond.poolerId());
      return;
    }
    switch (planner.decide(bond, seen)) {
      case BondDecision.Stale() -> LOG.debugf("an old reading of %s", bond.account());
      case BondDecision.Deposited(Kale amount) -> {
        books.bondDeposited(bond.poolerId(), amount, seen.ledger());
        bonds.moved(bond.poolerId(), seen.ledger());
        bonds.seen(bond.poolerId(), seen.ledger(), Kale.ZERO, null);
        LOG.infof("pooler %s has brought %s KALE as its bond", bond.poolerId(), amount);
      }
      case BondDecision.Missing(Kale amount) -> {
        if (!amount.equals(bond.missing())) {
          LOG.errorf("%s KALE of the bond of pooler %s are missing", amount, bond.poolerId());
        }
        bonds.seen(
            bond.poolerId(), seen.ledger(), amount, "the account has less than the books say");
      }
      case BondDecision.Open() -> {
        bonds.seen(bond.poolerId(), seen.ledger(), Kale.ZERO, null);
        request(bond, Action.TRUSTLINE, new Call.Operations(List.of(new Call.OpenTrustline(null))));
      }
      case BondDecision.Return(Call.Operations operations) -> {
        bonds.seen(bond.poolerId(), seen.ledger(), Kale.ZERO, null);
        if (request(bond, Action.BOND, operations).isPresent()) {
          LOG.infof("pooler %s gets its bond back: %s KALE", bond.poolerId(), bond.booked());
        }
      }
      case BondDecision.Idle(String why) ->
          bonds.seen(bond.poolerId(), seen.ledger(), Kale.ZERO, why);
    }
  }

  private OptionalLong request(Bond bond, Action action, Call.Operations operations) {
    return transactions.request(
        new TransactionRequest(bond.account(), action, null, null, operations, null));
  }
}

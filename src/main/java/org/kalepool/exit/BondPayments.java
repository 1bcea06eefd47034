package org.kalepool.exit;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.kalepool.exit.DebtRepository.Debt;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.pooler.Bonds;
import org.kalepool.pooler.Bonds.Bond;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Movements.Movement;
import org.kalepool.stellar.Transactions;

/**
 * Which debts are paid from bonds: those of poolers elsewhere who have had their time to pay by
 * themselves. And what of a bond the chain has moved and a restored backup does not know.
 */
@Singleton
final class BondPayments {
  private final Bonds bonds;
  private final Payouts payouts;
  private final OwnPayments sent;
  private final Transactions transactions;
  private final Clock clock;
  private final Duration after;

  BondPayments(
      Bonds bonds,
      Payouts payouts,
      OwnPayments sent,
      Transactions transactions,
      Clock clock,
      ExitSettings settings) {
    this.bonds = bonds;
    this.payouts = payouts;
    this.sent = sent;
    this.transactions = transactions;
    this.clock = clock;
    this.after = settings.bondAfter();
  }

  /** The reading of this debt with the bond's account in the place of the pooler's wallet. */
  Optional<PayoutReading> reading(Debt debt, PayoutReading own) {
    if (own.poolerSigns()
        || debt.held()
        || !debt.xlm().isZero()
        || clock.instant().isBefore(debt.since().plus(after))) {
      return Optional.empty();
    }
    return bonds
        .of(debt.pooler())
        .filter(bond -> covers(bond, debt))
        .map(bond -> payouts.readBond(own.farmer(), debt.pooler(), bond.account()));
  }

  private boolean covers(Bond bond, Debt debt) {
    return bond.booked().minus(bond.missing()).compareTo(debt.kale()) >= 0
        && !transactions.busy(bond.account());
  }

  /**
   * Whether this account may pay the debt, in the caller's database transaction, until whose end
   * nothing else moves a bond that is asked of here. Anything but a bond's account may.
   */
  boolean mayPay(Debt debt, Address lane) {
    Optional<Bond> bond = bonds.of(debt.pooler()).filter(it -> it.account().equals(lane));
    return bond.isEmpty() || covers(bonds.lock(debt.pooler()), debt);
  }

  /** The transaction in which the bond has paid this debt before a restore, if one is seen. */
  Optional<Hash> found(Debt debt, PayoutReading own) {
    Holdings wallet = own.poolerWallet();
    if (!debt.held() || !debt.xlm().isZero() || wallet == null) {
      return Optional.empty();
    }
    return bonds
        .of(debt.pooler())
        .flatMap(
            bond -> sent.find(debt, own.farmer().destination(), bond.account(), wallet.ledger()));
  }

  /** A bond that went back. */
  record Back(Kale amount, Hash transaction) {}

  /** How the whole bond went back before a restore: its account is gone, and the chain says how. */
  Optional<Back> returned(Bond bond, BondPlanner.Seen seen) {
    if (seen.account() != null || !bond.free() || !bond.booked().isPositive()) {
      return Optional.empty();
    }
    List<Movement> moved = sent.sent(bond.account(), bond.settledLedger(), seen.ledger());
    return moved.stream()
        .filter(it -> it.ledger() > bond.settledLedger())
        .filter(it -> bond.wallet().equals(it.to()) && it.amount().equals(bond.booked()))
        .map(it -> new Back(it.amount(), it.transaction()))
        .reduce((_, last) -> last);
  }
}

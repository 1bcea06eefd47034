package org.kalepool.exit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Bonds.Bond;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Holdings;

/** Holds a bond's books against its account, and decides what follows. A pure function. */
final class BondPlanner {
  private final Xlm feeReserve;

  /**
   * @param feeReserve what the account must have to spare for a fee
   */
  BondPlanner(Xlm feeReserve) {
    this.feeReserve = feeReserve;
  }

  /**
   * What the network has, while nothing of the bond's account is under way.
   *
   * @param ledger of the reading
   * @param account the bond's, null if it does not exist
   * @param wallet the pooler's own, null if it does not exist
   * @param baseReserve one reserve unit, which a trustline takes
   */
  record Seen(
      long ledger, @Nullable Holdings account, @Nullable Holdings wallet, Xlm baseReserve) {}

  BondDecision decide(Bond bond, Seen seen) {
    if (seen.ledger() < bond.settledLedger()) {
      return new BondDecision.Stale();
    }
    Holdings account = seen.account();
    Kale held = account == null || account.kale() == null ? Kale.ZERO : account.kale();
    int more = held.compareTo(bond.booked());
    if (more > 0) {
      return new BondDecision.Deposited(held.minus(bond.booked()));
    }
    if (more < 0) {
      return new BondDecision.Missing(bond.booked().minus(held));
    }
    if (account == null) {
      return new BondDecision.Idle(null);
    }
    if (bond.free()) {
      return back(bond, account, seen.wallet());
    }
    if (!account.hasTrustline() && bond.active()) {
      Xlm needed = seen.baseReserve().plus(feeReserve);
      return account.spendable().compareTo(needed) < 0
          ? needsXlm(account, needed)
          : new BondDecision.Open();
    }
    return new BondDecision.Idle(null);
  }

  private BondDecision back(Bond bond, Holdings account, @Nullable Holdings wallet) {
    Address to = bond.wallet();
    Kale amount = bond.booked();
    if (wallet == null) {
      return new BondDecision.Idle("the pooler's wallet %s does not exist".formatted(to));
    }
    if (amount.isPositive() && !wallet.takes(amount)) {
      return new BondDecision.Idle(
          "the pooler's wallet %s does not take %s KALE: it needs a trustline with room"
              .formatted(to, amount));
    }
    if (!account.attached().equals(Holdings.Attached.NONE)) {
      return new BondDecision.Idle("something is attached to the bond's account");
    }
    if (account.spendable().compareTo(feeReserve) < 0) {
      return needsXlm(account, feeReserve);
    }
    List<Call.Op> operations = new ArrayList<>();
    if (amount.isPositive()) {
      operations.add(new Call.PayKale(null, to, amount));
    }
    if (account.hasTrustline()) {
      operations.add(new Call.CloseTrustline(null));
    }
    operations.add(new Call.Merge(null, to));
    return new BondDecision.Return(new Call.Operations(operations));
  }

  private static BondDecision needsXlm(Holdings account, Xlm needed) {
    return new BondDecision.Idle(
        "the bond's account has %s XLM to spare and needs %s"
            .formatted(account.spendable(), needed));
  }
}

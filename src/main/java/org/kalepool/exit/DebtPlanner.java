package org.kalepool.exit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.Farmer;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Signer;

/**
 * Decides whether and how a debt can be paid from one reading of the chain. Who pays late bears the
 * fee; a claimable balance's reserve is the leaver's, who has left it with the payout. Of what it
 * is owed in XLM that is not paid then. Without it the debt waits for a trustline.
 */
final class DebtPlanner {
  private final Signer signer;
  private final Xlm baseReserve;
  private final Xlm feeReserve;
  private final Map<Address, Holdings> chain;

  /**
   * @param baseReserve one reserve unit, which a claimable balance takes from its creator
   * @param feeReserve what the wallet must have to spare for the fee
   * @param chain accounts that exist, by address
   */
  DebtPlanner(Signer signer, Xlm baseReserve, Xlm feeReserve, Map<Address, Holdings> chain) {
    this.signer = signer;
    this.baseReserve = baseReserve;
    this.feeReserve = feeReserve;
    this.chain = Map.copyOf(chain);
  }

  /** What came of it. */
  sealed interface Decided {}

  /** It can be paid. */
  record Pay(Call.Operations operations) implements Decided {}

  /** It cannot be paid yet. */
  record Wait(Obstacle obstacle, String detail) implements Decided {}

  /** What a wallet has left while its debts are gone through. */
  static final class Purse {
    private final @Nullable Holdings wallet;
    private Kale kale;
    private Xlm xlm;

    private Purse(@Nullable Holdings wallet) {
      this.wallet = wallet;
      kale =
          wallet == null || wallet.kale() == null || !wallet.authorized()
              ? Kale.ZERO
              : wallet.kale();
      xlm = wallet == null ? Xlm.ZERO : wallet.spendable();
    }

    /** Sets this debt's amounts aside. */
    void take(DebtRepository.Debt debt) {
      kale = kale.minus(debt.kale());
      xlm = xlm.minus(debt.xlm());
    }
  }

  Purse purse(Address wallet) {
    return new Purse(chain.get(wallet));
  }

  Decided decide(
      DebtRepository.Debt debt, Farmer farmer, Address wallet, Purse purse, boolean memoRequired) {
    if (purse.wallet == null || !signer.holds(wallet)) {
      return new Wait(Obstacle.POOLER_WALLET, wallet.text());
    }
    Destination payout = farmer.destination();
    if (memoRequired && !payout.isShared()) {
      return new Wait(Obstacle.MEMO_REQUIRED, payout.account().text());
    }
    @Nullable Holdings receiver = chain.get(payout.account());
    boolean pays = receiver != null && receiver.takes(debt.kale());
    boolean claimable = debt.kale().isPositive() && !pays;
    Xlm reserve = claimable ? baseReserve : Xlm.ZERO;
    if (receiver == null && (debt.xlm().compareTo(reserve) > 0 || payout.isShared())) {
      return new Wait(Obstacle.PAYOUT_MISSING, payout.account().text());
    }
    if (claimable && receiver != null && receiver.hasTrustline() && !receiver.authorized()) {
      return new Wait(Obstacle.PAYOUT_UNAUTHORIZED, payout.account().text());
    }
    if (claimable && payout.isShared()) {
      return new Wait(Obstacle.PAYOUT_TRUSTLINE, payout.account().text());
    }
    if (debt.xlm().compareTo(reserve) < 0) {
      return new Wait(Obstacle.DEBT_TRUSTLINE, payout.account().text());
    }
    if (purse.kale.compareTo(debt.kale()) < 0) {
      return new Wait(
          Obstacle.POOLER_KALE, "owes %s, has %s KALE".formatted(debt.kale(), purse.kale));
    }
    Xlm needed = debt.xlm().plus(feeReserve);
    if (purse.xlm.compareTo(needed) < 0) {
      return new Wait(
          Obstacle.POOLER_XLM, "needs %s, has %s XLM to spare".formatted(needed, purse.xlm));
    }
    return new Pay(
        new Call.Operations(
            operations(debt, payout, claimable, debt.xlm().minus(reserve)), payout.memo()));
  }

  private static List<Call.Op> operations(
      DebtRepository.Debt debt, Destination payout, boolean claimable, Xlm xlm) {
    List<Call.Op> operations = new ArrayList<>();
    if (claimable) {
      operations.add(new Call.ClaimableKale(null, payout.account(), debt.kale()));
    } else if (debt.kale().isPositive()) {
      operations.add(new Call.PayKale(null, payout.account(), payout.id(), debt.kale()));
    }
    if (xlm.isPositive()) {
      operations.add(new Call.PayXlm(null, payout.account(), payout.id(), xlm));
    }
    return operations;
  }
}

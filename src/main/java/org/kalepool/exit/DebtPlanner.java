package org.kalepool.exit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.PoolContracts;

/**
 * Decides whether and how a debt can be paid. A pure function. Who pays late bears the fee; a
 * claimable balance's reserve is the leaver's, who has left it with the payout. Of what it is owed
 * in XLM that is not paid then. Without it the debt waits for a trustline.
 */
final class DebtPlanner {
  /** A call of an asset's contract costs more than a classic transaction. */
  private static final int TIMES_A_FEE = 10;

  private final Xlm feeReserve;

  private final @Nullable PoolContracts contracts;

  /**
   * @param feeReserve what the wallet must have to spare for the fee
   */
  DebtPlanner(Xlm feeReserve) {
    this(feeReserve, null);
  }

  /**
   * @param contracts that know where the assets' are; null where payouts to contracts are off
   */
  DebtPlanner(Xlm feeReserve, @Nullable PoolContracts contracts) {
    this.feeReserve = feeReserve;
    this.contracts = contracts;
  }

  DebtDecision decide(DebtSnapshot snapshot, Instant now) {
    if (snapshot.state().debtSent()) {
      return new DebtDecision.UnderWay();
    }
    if (snapshot.state().pauses(now)) {
      return new ExitDecision.Later();
    }
    return snapshot.debt().held()
        ? new ExitDecision.Wait(Obstacle.DEBT_RESTORED, "")
        : decide(snapshot.debt(), snapshot.reading(), snapshot.purse());
  }

  private DebtDecision decide(
      DebtRepository.Debt debt, PayoutReading reading, DebtSnapshot.Purse purse) {
    if (reading.poolerWallet() == null || !reading.poolerSigns()) {
      return wait(Obstacle.POOLER_WALLET, reading.pooler().wallet().text());
    }
    Destination payout = reading.farmer().destination();
    if (payout.account().isContract()) {
      return transfer(debt, reading, purse);
    }
    if (reading.memoRequired() && !payout.isShared()) {
      return wait(Obstacle.MEMO_REQUIRED, payout.account().text());
    }
    Holdings receiver = reading.payout();
    boolean pays = receiver != null && receiver.takes(debt.kale());
    boolean claimable = debt.kale().isPositive() && !pays;
    Xlm reserve = claimable ? reading.baseReserve() : Xlm.ZERO;
    if (receiver == null && (debt.xlm().compareTo(reserve) > 0 || payout.isShared())) {
      return wait(Obstacle.PAYOUT_MISSING, payout.account().text());
    }
    if (claimable && receiver != null && receiver.hasTrustline() && !receiver.authorized()) {
      return wait(Obstacle.PAYOUT_UNAUTHORIZED, payout.account().text());
    }
    if (claimable && payout.isShared()) {
      return wait(Obstacle.PAYOUT_TRUSTLINE, payout.account().text());
    }
    if (debt.xlm().compareTo(reserve) < 0) {
      return wait(Obstacle.DEBT_TRUSTLINE, payout.account().text());
    }
    ExitDecision.Wait lacking = missing(debt, purse, feeReserve);
    if (lacking != null) {
      return lacking;
    }
    return new DebtDecision.Pay(
        new Call.Operations(
            operations(debt, payout, claimable, debt.xlm().minus(reserve)), payout.memo()));
  }

  /** What the wallet has not got. */
  private static ExitDecision.@Nullable Wait missing(
      DebtRepository.Debt debt, DebtSnapshot.Purse purse, Xlm fee) {
    if (purse.kale().compareTo(debt.kale()) < 0) {
      return wait(
          Obstacle.POOLER_KALE, "owes %s, has %s KALE".formatted(debt.kale(), purse.kale()));
    }
    Xlm needed = debt.xlm().plus(fee);
    return purse.xlm().compareTo(needed) < 0
        ? wait(Obstacle.POOLER_XLM, "needs %s, has %s XLM to spare".formatted(needed, purse.xlm()))
        : null;
  }

  /** To a contract, by the asset's own; what a payout to one leaves owing is of one asset. */
  private DebtDecision transfer(
      DebtRepository.Debt debt, PayoutReading reading, DebtSnapshot.Purse purse) {
    Address payout = reading.farmer().payout();
    boolean both = debt.kale().isPositive() && debt.xlm().isPositive();
    if (contracts == null || both) {
      return wait(Obstacle.PAYOUT_CONTRACT, payout.text());
    }
    ExitDecision.Wait lacking = missing(debt, purse, feeReserve.times(TIMES_A_FEE));
    if (lacking != null) {
      return lacking;
    }
    boolean kale = debt.kale().isPositive();
    return new DebtDecision.Transfer(
        new ContractCall.Transfer(
            kale ? contracts.ofKale() : contracts.ofXlm(),
            reading.pooler().wallet(),
            payout,
            kale ? debt.kale().stroops() : debt.xlm().stroops()));
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

  private static ExitDecision.Wait wait(Obstacle obstacle, String detail) {
    return new ExitDecision.Wait(obstacle, detail);
  }
}

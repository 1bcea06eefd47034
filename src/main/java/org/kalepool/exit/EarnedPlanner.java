package org.kalepool.exit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books;
import org.kalepool.books.EarnedSplit;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.Holdings;

/**
 * Decides how a farmer that stays is paid of what it has earned. A pure function.
 *
 * <p>One transaction of the custodial account's own, all or nothing: each pooler's part, and the
 * farmer's; where the payout wallet is a contract, by the split contract. It moves no XLM, closes
 * nothing, and leaves no claimable balance: by that it is told apart, after a restore, from the
 * payout at the end ({@link InferredEarned}). What a pooler owes beyond its share stays its debt.
 */
final class EarnedPlanner {
  private final Xlm feeReserve;

  /**
   * @param feeReserve what the account must have to spare for this transaction, and for the harvest
   *     of each open pail
   */
  EarnedPlanner(Xlm feeReserve) {
    this.feeReserve = feeReserve;
  }

  EarnedDecision decide(EarnedSnapshot now) {
    PayoutReading reading = now.reading();
    Holdings custodial = reading.custodial();
    if (custodial == null) {
      return wait(Obstacle.ACCOUNT_UNSEEN, "");
    }
    if (custodial.ledger() < now.settledLedger()) {
      return new EarnedDecision.Later();
    }
    Kale onChain = custodial.kale() == null ? Kale.ZERO : custodial.kale();
    // what has come in and is not booked yet is no obstacle, what is missing is
    if (onChain.compareTo(now.books().custody()) < 0) {
      return wait(
          Obstacle.BOOKS_DIFFER,
          "books %s KALE, chain %s KALE".formatted(now.books().custody(), onChain));
    }
    Kale left = EarnedSplit.left(now.terms());
    if (left.compareTo(now.amount()) < 0) {
      return wait(Obstacle.EARNED_LESS, "%s KALE are left of it".formatted(left));
    }
    if (now.books().custody().compareTo(now.amount()) < 0) {
      return wait(
          Obstacle.KALE_STAKED,
          "%s KALE are there, %s are staked"
              .formatted(now.books().custody(), now.books().staked()));
    }
    boolean toContract = reading.farmer().payout().isContract();
    int own = toContract ? ContractPlanner.TIMES_A_FEE_TO_CONTRACTS : 1;
    Xlm needed = feeReserve.times(now.openPails() + (long) own);
    if (custodial.spendable().compareTo(needed) < 0) {
      return wait(
          Obstacle.FARMER_XLM,
          "needs %s XLM to spare, has %s".formatted(needed, custodial.spendable()));
    }
    if (!custodial.authorized()) {
      return wait(Obstacle.CUSTODY_UNAUTHORIZED, custodial.account().text());
    }
    EarnedSplit split = EarnedSplit.of(now.terms(), owed(now.books()), now.amount());
    EarnedDecision.Wait obstacle = delivery(now, split);
    if (obstacle != null) {
      return obstacle;
    }
    Address contract = now.split();
    return new EarnedDecision.Pay(
        split,
        toContract && contract != null
            ? byContract(reading, split, contract)
            : operations(reading, split));
  }

  /** By pooler, what it owes. */
  static Map<UUID, Kale> owed(Books.Position books) {
    Map<UUID, Kale> owed = new HashMap<>();
    books.poolers().forEach(part -> owed.put(part.pooler(), part.owed()));
    return owed;
  }

  /** Why somebody cannot be paid. */
  private static EarnedDecision.@Nullable Wait delivery(EarnedSnapshot now, EarnedSplit split) {
    PayoutReading reading = now.reading();
    String account = reading.farmer().payout().text();
    if (reading.farmer().payout().isContract()) {
      return now.split() == null
          ? wait(Obstacle.PAYOUT_CONTRACT, account)
          : toPoolers(reading, split);
    }
    Holdings payout = reading.payout();
    if (payout == null) {
      return wait(Obstacle.PAYOUT_MISSING, account);
    }
    if (reading.memoRequired() && !reading.farmer().destination().isShared()) {
      return wait(Obstacle.MEMO_REQUIRED, account);
    }
    if (split.toFarmer().isPositive() && !payout.takes(split.toFarmer())) {
      return wait(Obstacle.PAYOUT_CLOSED, account);
    }
    return toPoolers(reading, split);
  }

  private static EarnedDecision.@Nullable Wait toPoolers(PayoutReading reading, EarnedSplit split) {
    for (Map.Entry<UUID, Kale> each : split.toPooler().entrySet()) {
      Holdings wallet = reading.wallet(each.getKey());
      if (wallet == null) {
        return wait(Obstacle.POOLER_WALLET, each.getKey().toString());
      }
      if (!wallet.takes(each.getValue())) {
        return wait(Obstacle.POOLER_TRUSTLINE, "for %s KALE".formatted(each.getValue()));
      }
    }
    return null;
  }

  private static Address wallet(PayoutReading reading, UUID pooler) {
    return reading
        .address(pooler)
        .orElseThrow(() -> new IllegalStateException("no pooler " + pooler));
  }

  private static ContractCall byContract(
      PayoutReading reading, EarnedSplit split, Address contract) {
    List<ContractCall.Payment> payments = new ArrayList<>();
    split
        .toPooler()
        .forEach(
            (pooler, amount) ->
                payments.add(new ContractCall.Payment(wallet(reading, pooler), amount)));
    if (split.toFarmer().isPositive()) {
      payments.add(new ContractCall.Payment(reading.farmer().payout(), split.toFarmer()));
    }
    return new ContractCall.Pay(contract, reading.farmer().custodial(), payments);
  }

  private static Call.Operations operations(PayoutReading reading, EarnedSplit split) {
    List<Call.Op> operations = new ArrayList<>();
    split
        .toPooler()
        .forEach(
            (pooler, amount) ->
                operations.add(new Call.PayKale(null, wallet(reading, pooler), amount)));
    Destination payout = reading.farmer().destination();
    if (split.toFarmer().isPositive()) {
      operations.add(new Call.PayKale(null, payout.account(), payout.id(), split.toFarmer()));
    }
    return new Call.Operations(operations, payout.memo());
  }

  private static EarnedDecision.Wait wait(Obstacle obstacle, String detail) {
    return new EarnedDecision.Wait(obstacle, detail);
  }
}

package org.kalepool.books;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Holdings;

/**
 * The journal. Each method writes one balanced entry in the caller's database transaction and is
 * idempotent by its natural key: booking the same thing twice changes nothing. What changes a
 * custodial account says in which ledger: what a node says of the account as of an older one is
 * stale from then on.
 */
public interface Books {
  /**
   * KALE that arrived in a custodial account by a deposit.
   *
   * @param ledger in which it was seen
   * @param key names the deposit, such as {@code ledger 1234}
   */
  void deposited(UUID farmer, Kale amount, long ledger, String key);

  /** XLM that arrived in a custodial account by a deposit. */
  void depositedXlm(UUID farmer, Xlm amount, long ledger, String key);

  /**
   * Books what an account without open pails holds above the books as deposits, as the
   * reconciliation does after each ledger. Nothing is booked while something is under way for the
   * farmer, or from a reading that is older than the books.
   */
  void arrived(UUID farmer, Holdings seen);

  /** A stake burned into a pail. */
  void planted(UUID farmer, long block, Kale stake, long ledger);

  /** A pail harvested: the stake back, and the reward. */
  void harvested(UUID farmer, long block, Kale stake, Kale reward, long ledger);

  /** A stake that is lost for good. With {@code owed}, the pooler owes it to the farmer. */
  void forfeited(UUID farmer, UUID pooler, long block, Kale stake, boolean owed, String cause);

  /** The payout at the end: leaves nothing in the custodial accounts. */
  void split(UUID farmer, UUID pooler, Address wallet, Payout payout);

  /**
   * What reached the custodial account after the split, passed on.
   *
   * @param transaction by which: its number, or its hash if it was sent before a restore
   */
  void passedOn(UUID farmer, UUID pooler, Address wallet, Payout payout, String transaction);

  /** What the pooler still owed since the split, paid from its wallet. */
  void debtPaid(UUID farmer, UUID pooler, Address wallet, Repaid repaid);

  /**
   * What the payment of a debt moved.
   *
   * @param xlm that the payout wallet received
   * @param claimReserve XLM of the debt that stays in the pooler's wallet, for the reserve of the
   *     claimable balance that holds the KALE
   * @param late the late payout that the debt is of, null for the split's own
   */
  record Repaid(Kale kale, Xlm xlm, Xlm claimReserve, @Nullable Long late) {}

  /**
   * What a split moved.
   *
   * @param toPooler from the custodial account to the pooler's wallet
   * @param fromPooler from the pooler's wallet to the farmer, as compensation beyond its share
   * @param toFarmer from the custodial account to the payout wallet
   * @param settled compensation that is no longer owed: paid, or less share taken for it
   * @param xlmToFarmer XLM of the custodial account that the payout wallet received
   * @param claimReserve XLM given to the pooler's wallet for the reserve of a claimable balance
   * @param advance XLM given back to the pooler's wallet for fees that it had paid
   * @param xlmDebt XLM that came into the pooler's wallet with the merge, or was left there for the
   *     claimable balance in which its debt may be paid, and is owed on
   */
  record Payout(
      Kale toPooler,
      Kale fromPooler,
      Kale toFarmer,
      Kale settled,
      Xlm xlmToFarmer,
      Xlm claimReserve,
      Xlm advance,
      Xlm xlmDebt) {}

  /** The newest ledger that is in a farmer's books, 0 if nothing is. */
  long settledLedger(UUID farmer);

  /** Where a farmer stands. */
  Position position(UUID farmer);

  /**
   * A farmer's accounts, derived from the journal.
   *
   * @param deposited KALE deposits
   * @param earned sum of the harvest rewards
   * @param forfeited stakes lost for good
   * @param owed compensation not yet paid
   * @param custody KALE that should be in the custodial account
   * @param staked KALE that should be in open pails
   * @param xlmDeposited XLM deposits
   * @param fees XLM spent on fees
   * @param xlm XLM that should be in the custodial account
   * @param paidOut KALE paid to the payout wallet
   * @param share the pooler's part of what was earned, each harvest by the terms of its planting
   * @param advanced XLM that the pooler has paid for the farmer's fees and not got back
   */
  record Position(
      Kale deposited,
      Kale earned,
      Kale forfeited,
      Kale owed,
      Kale custody,
      Kale staked,
      Xlm xlmDeposited,
      Xlm fees,
      Xlm xlm,
      Kale paidOut,
      Kale share,
      Xlm advanced) {

    /** The same with this much KALE in the account. */
    public Position holding(Kale amount) {
      return new Position(
          deposited,
          earned,
          forfeited,
          owed,
          amount,
          staked,
          xlmDeposited,
          fees,
          xlm,
          paidOut,
          share,
          advanced);
    }

    /**
     * The same after the split: what was earned and owed was settled by it, or is a debt of its
     * own.
     *
     * @param left what the pooler's wallet could not take then of its share
     */
    public Position settled(Kale left) {
      return new Position(
          deposited,
          Kale.ZERO,
          forfeited,
          Kale.ZERO,
          custody,
          staked,
          xlmDeposited,
          fees,
          xlm,
          paidOut,
          left,
          advanced);
    }
  }
}

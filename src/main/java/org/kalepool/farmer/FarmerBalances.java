package org.kalepool.farmer;

import java.util.UUID;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/** What the books say of a farmer; provided by the module that keeps them. */
public interface FarmerBalances {
  Balances of(UUID farmer);

  /**
   * A farmer's balances.
   *
   * @param custody KALE in the custodial account
   * @param staked KALE in open pails
   * @param xlm XLM in the custodial account
   * @param deposited KALE brought
   * @param earned sum of the harvest rewards
   * @param forfeited stakes lost for good
   * @param owed compensation not yet paid by the pooler
   * @param fees XLM spent on fees
   * @param advanced XLM of fees that the pooler has paid and gets back at the exit
   * @param paidOut KALE paid to the payout wallet
   */
  record Balances(
      Kale custody,
      Kale staked,
      Xlm xlm,
      Kale deposited,
      Kale earned,
      Kale forfeited,
      Kale owed,
      Xlm fees,
      Xlm advanced,
      Kale paidOut) {}
}

package org.kalepool.farmer;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the books say of a farmer; provided by the module that keeps them. */
public interface FarmerBalances {
  Balances of(UUID farmer);

  /**
   * A farmer's balances as they are shown, in stroops.
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
  @Schema(name = "FarmerBalances")
  record Balances(
      long custody,
      long staked,
      long xlm,
      long deposited,
      long earned,
      long forfeited,
      long owed,
      long fees,
      @Schema(description = "XLM of fees that the pooler has paid, given back at the exit")
          long advanced,
      long paidOut) {}
}

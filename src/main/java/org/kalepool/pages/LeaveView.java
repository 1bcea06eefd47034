package org.kalepool.pages;

import org.kalepool.exit.SplitPreview;
import org.kalepool.farmer.FarmerAnswer;

/**
 * What leaving would pay.
 *
 * @param byContract whether the split contract pays
 */
public record LeaveView(
    FarmerAnswer farmer,
    SplitPreview.Preview split,
    int openPails,
    boolean byContract,
    String csrf) {
  /** Whether the payout wallet is a contract, into which no account can be merged. */
  public boolean toContract() {
    return farmer.payoutWallet().startsWith("C");
  }
}

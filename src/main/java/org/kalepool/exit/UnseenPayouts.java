package org.kalepool.exit;

import org.kalepool.kale.Hash;

/** Payouts that landed without the pool having seen it, and what an operator does about them. */
public interface UnseenPayouts {
  /** What came of booking one. */
  enum Answer {
    /** It is booked, and the farmer has departed. */
    BOOKED,
    /** No refused payout with this number had an envelope with this hash. */
    NO_SUCH_PAYOUT,
    /** The farmer was paid out already; nothing is booked twice. */
    ALREADY_BOOKED,
    /** The custodial account exists, so no payout has landed. */
    ACCOUNT_EXISTS,
    /** The node that was asked may be behind the payout. */
    NODE_LAGS
  }

  /**
   * Books a refused payout as landed, if the custodial account is gone, in the caller's database
   * transaction.
   *
   * @throws org.kalepool.stellar.RpcException if the network cannot be read
   */
  Answer book(long transaction, Hash hash, String why);
}

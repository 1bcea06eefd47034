package org.kalepool.farmer;

/** A farmer's place in life. Stored by name. */
public enum FarmerState {
  /** Wallet made, waiting for XLM. */
  REGISTERED,
  /** The account exists; the trustline is set or on its way. */
  FUNDED,
  /** Planted in every block. */
  ACTIVE,
  /**
   * No new plants; what is open is worked and harvested. Can be withdrawn until the split is sent.
   */
  LEAVING,
  /** Paid out, the custodial account is gone. */
  DEPARTED,
  /** Held back by an operator or a failed reconciliation: no plants, no payout. */
  SUSPENDED;

  /** Whether some life leads straight from here to there. */
  boolean leadsTo(FarmerState to) {
    return switch (this) {
      case REGISTERED, LEAVING, SUSPENDED -> to != this;
      case FUNDED -> to != this && to != REGISTERED;
      // A payout that landed is the last word, whatever the pool thought.
      case ACTIVE -> to == LEAVING || to == SUSPENDED || to == DEPARTED;
      case DEPARTED -> false;
    };
  }
}

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
      case REGISTERED -> to != this;
      case FUNDED -> to != this && to != REGISTERED && to != DEPARTED;
      case ACTIVE -> to == LEAVING || to == SUSPENDED;
      case LEAVING -> to != this;
      case SUSPENDED -> to != this && to != DEPARTED;
      case DEPARTED -> false;
    };
  }
}

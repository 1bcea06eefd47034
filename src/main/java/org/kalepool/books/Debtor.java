package org.kalepool.books;

import org.kalepool.stellar.Cause;

/**
 * Whose fault a failure was. Stored by name in {@code plantings}, {@code works}, {@code harvests}.
 */
public enum Debtor {
  /** The farmer's account lacked what it takes. */
  FARMER,
  /** The pool did not do its part; a stake lost so is owed by the pooler. */
  POOLER,
  /** The network or the contract did not let it through. */
  NETWORK;

  /**
   * Whose fault it is when a farmer is not planted for this reason. Nothing was staked, so nobody
   * owes anything for it.
   */
  public static Debtor ofPlant(Cause cause) {
    return switch (cause) {
      case BALANCE_TOO_LOW,
          NO_TRUSTLINE,
          INSUFFICIENT_XLM,
          ACCOUNT_MISSING,
          VAULT_STOPPED,
          BELOW_FLOOR ->
          FARMER;
      case FARM_PAUSED, FEE_TOO_LOW, EXPIRED, BLOCK_INVALID, BLOCK_MISSING, ALREADY_PLANTED ->
          NETWORK;
      default -> POOLER;
    };
  }

  /**
   * Whose fault it is that a work did not land. The pooler's also where the farmer's account could
   * not pay: the pool could have sent it from another one. A running block goes only if the farm's
   * owner removes it.
   */
  public static Debtor ofWork(Cause cause) {
    return cause == Cause.BLOCK_MISSING ? NETWORK : POOLER;
  }

  /** Whose fault it is that an attempt to harvest failed. */
  public static Debtor ofHarvest(Cause cause) {
    return switch (cause) {
      case NO_TRUSTLINE, OVER_TRUSTLINE_LIMIT, INSUFFICIENT_XLM, ACCOUNT_MISSING -> FARMER;
      case HARVEST_NOT_READY, FEE_TOO_LOW, EXPIRED, BLOCK_INVALID, BLOCK_MISSING -> NETWORK;
      default -> POOLER;
    };
  }

  /**
   * Whose fault it is that a stake is lost for good.
   *
   * @param owed whether the pooler has to make it good
   */
  public static Debtor ofLostStake(boolean owed) {
    return owed ? POOLER : NETWORK;
  }
}

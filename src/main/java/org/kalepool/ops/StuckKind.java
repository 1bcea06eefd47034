package org.kalepool.ops;

import java.util.Locale;

/** What can stand still for too long. The name in lower case is its code and never changes. */
public enum StuckKind {
  /** Its validity is over and the pool could not learn whether it landed. */
  TRANSACTION_OVERDUE(true),
  /** Wished long ago, and nothing has been sent. */
  TRANSACTION_QUEUED(false),
  /** Never paid for, and holds a place and a payout wallet all the same. */
  FARMER_REGISTERED(false),
  /** The account exists, and the trustline is still missing. */
  FARMER_FUNDED(false),
  /** Asked to leave long ago, and is not paid out. */
  FARMER_LEAVING(false),
  /** Held back by the pool, and no operator has decided yet. */
  FARMER_SUSPENDED(false),
  /** Over, and not everybody's planting has an outcome. */
  BLOCK_PLANTING(false),
  /** Over, and not everybody's work has an outcome. */
  BLOCK_WORK(false),
  /** A pail that is not harvested, though its entries are about to expire. */
  PAIL_EXPIRING(true),
  /** A task ran for longer than it may and was ended, or does not end. */
  TASK_OVERRAN(false);

  private final boolean severe;

  StuckKind(boolean severe) {
    this.severe = severe;
  }

  /** Whether money is lost, or cannot be accounted for, unless somebody acts. */
  public boolean severe() {
    return severe;
  }

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}

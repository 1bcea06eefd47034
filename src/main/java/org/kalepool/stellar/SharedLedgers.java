package org.kalepool.stellar;

import java.util.OptionalInt;

/** How many of the pool's deeds a ledger takes, by the network's limits and what they declared. */
public interface SharedLedgers {
  /**
   * Works that a ledger takes in transactions of many, if nobody else is in it; empty until one has
   * landed and the network's limits are known.
   */
  OptionalInt worksTogether();
}

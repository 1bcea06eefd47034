package org.kalepool.block;

/** Whether this pool's own plants open blocks in the first ledger that can. */
public interface EarlyOpening {
  /**
   * Whether plants will most likely be sent before the next block is open. Then that opens as soon
   * as it may, however late blocks were opened until now: works have to be there before.
   */
  boolean expected();
}

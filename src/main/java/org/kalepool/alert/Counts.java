package org.kalepool.alert;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * What has been counted since the pool began, or since the process did.
 *
 * @param poolers each pooler's
 * @param farming how many farmers are active now
 * @param index of the running block, 0 before the network was seen
 * @param settled plants, works and harvests that ended
 * @param failed those of them that did not succeed
 */
record Counts(
    Instant at, Map<UUID, OfPooler> poolers, long farming, long index, long settled, long failed) {

  /** As {@code pooler_totals} has it. */
  record OfPooler(
      long wished, long planted, long workable, long worked, long harvested, long lost) {
    static final OfPooler NONE = new OfPooler(0, 0, 0, 0, 0, 0);
  }
}

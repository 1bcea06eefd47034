package org.kalepool.lab.sandbox.ledger;

import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;

/**
 * A ledger entry.
 *
 * @param modified the ledger that wrote it last
 * @param liveUntil the last ledger that a contract's entry lives in, 0 for classic entries
 * @param sponsor who pays its reserve, null when its owner does
 */
public record Entry(Data data, long modified, long liveUntil, @Nullable Address sponsor) {
  public static Entry classic(Data data) {
    return new Entry(data, 0, 0, null);
  }

  public Entry with(Data newData) {
    return new Entry(newData, modified, liveUntil, sponsor);
  }

  public Entry sponsoredBy(@Nullable Address newSponsor) {
    return new Entry(data, modified, liveUntil, newSponsor);
  }

  public Entry modifiedIn(long ledger) {
    return new Entry(data, ledger, liveUntil, sponsor);
  }

  boolean expiredIn(long ledger) {
    return liveUntil != 0 && liveUntil < ledger;
  }
}

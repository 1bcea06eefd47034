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
public record StoredEntry(Data data, long modified, long liveUntil, @Nullable Address sponsor) {
  public static StoredEntry classic(Data data) {
    return new StoredEntry(data, 0, 0, null);
  }

  public StoredEntry with(Data newData) {
    return new StoredEntry(newData, modified, liveUntil, sponsor);
  }

  public StoredEntry sponsoredBy(@Nullable Address newSponsor) {
    return new StoredEntry(data, modified, liveUntil, newSponsor);
  }

  public StoredEntry modifiedIn(long ledger) {
    return new StoredEntry(data, ledger, liveUntil, sponsor);
  }

  public StoredEntry living(long until) {
    return new StoredEntry(data, modified, until, sponsor);
  }

  /** Whether its life is over in this ledger: it is gone, or archived. */
  public boolean expiredIn(long ledger) {
    return liveUntil != 0 && liveUntil < ledger;
  }
}

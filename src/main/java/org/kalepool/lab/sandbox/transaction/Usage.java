package org.kalepool.lab.sandbox.transaction;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.ledger.EntryXdr;
import org.kalepool.lab.sandbox.ledger.FeeRates;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.ledger.View;

/**
 * What a contract call really took.
 *
 * @param diskReadBytes of the classic entries in its footprint
 * @param writeBytes of everything it may write and that is there afterwards
 * @param rentFee stroops
 * @param eventBytes of its events and its return value
 */
public record Usage(long diskReadBytes, long writeBytes, long rentFee, long eventBytes) {

  /**
   * @param before the entries as they were
   * @param after the entries as the call left them
   * @param eventBytes of what it emitted and returned
   */
  public static Usage of(
      Resources resources, View before, View after, long ledger, FeeRates rates, long eventBytes) {
    long read = 0;
    for (List<Key> keys : List.of(resources.readOnly(), resources.readWrite())) {
      for (Key key : keys) {
        StoredEntry entry = key.classic() ? before.get(key) : null;
        read += entry == null ? 0 : EntryXdr.size(key, entry);
      }
    }
    long written = 0;
    long rent = 0;
    int lives = 0;
    for (Key key : resources.readWrite()) {
      StoredEntry entry = after.get(key);
      if (entry != null) {
        int size = EntryXdr.size(key, entry);
        written += size;
        StoredEntry old = before.get(key);
        if (!key.classic()) {
          rent += rent(key, old, entry, size, ledger, rates);
          lives += old == null ? 1 : 0;
        }
      }
    }
    return new Usage(read, written, rent + rates.lives(lives), eventBytes);
  }

  private static long rent(
      Key key,
      @Nullable StoredEntry old,
      StoredEntry entry,
      int size,
      long ledger,
      FeeRates rates) {
    if (entry.liveUntil() == 0) {
      return 0;
    }
    if (old == null) {
      return rates.rent(key.temporary(), size, entry.liveUntil() - ledger + 1);
    }
    int growth = size - EntryXdr.size(key, old);
    return growth <= 0 ? 0 : rates.rent(key.temporary(), growth, old.liveUntil() - ledger + 1);
  }

  public long refundableFee(FeeRates rates) {
    return rates.events(eventBytes) + rentFee;
  }
}

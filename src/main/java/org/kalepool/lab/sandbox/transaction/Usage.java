package org.kalepool.lab.sandbox.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.ledger.EntryXdr;
import org.kalepool.lab.sandbox.ledger.FeeRates;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Rent;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.ledger.View;

/**
 * What a contract call really took.
 *
 * @param diskReadBytes of the classic entries in its footprint, and of those that it restored
 * @param writeBytes of everything it may write and that is there afterwards
 * @param rentFee stroops
 * @param eventBytes of its events and its return value
 */
public record Usage(long diskReadBytes, long writeBytes, long rentFee, long eventBytes) {

  /**
   * What a call has used of what it declared.
   *
   * @param before the entries as they were
   * @param after the entries as the call left them
   * @param eventBytes of what it emitted and returned
   */
  public static Usage of(
      Resources resources, View before, View after, long ledger, FeeRates rates, long eventBytes) {
    return of(resources, Set.of(), before, after, ledger, rates, eventBytes);
  }

  /**
   * The same of a simulation.
   *
   * @param forgotten keys of which nothing is written, because what would have was undone
   */
  public static Usage of(
      Resources resources,
      Set<Key> forgotten,
      View before,
      View after,
      long ledger,
      FeeRates rates,
      long eventBytes) {
    long read = 0;
    long written = 0;
    List<Rent.Part> rent = new ArrayList<>();
    for (boolean writes : List.of(false, true)) {
      for (Key key : writes ? resources.readWrite() : resources.readOnly()) {
        StoredEntry old = before.get(key);
        read += old != null && fromDisk(key, old, ledger) ? EntryXdr.size(key, old) : 0;
        StoredEntry now = forgotten.contains(key) ? null : after.get(key);
        written += writes && now != null ? EntryXdr.size(key, now) : 0;
        if (key.lives() && now != null && (writes || !now.equals(old))) {
          rent.add(Rent.part(key, living(old, ledger), now));
        }
      }
    }
    return new Usage(read, written, Rent.fee(rent, rates, ledger), eventBytes);
  }

  private static boolean fromDisk(Key key, StoredEntry entry, long ledger) {
    return key.classic() || (key.persistent() && entry.expiredIn(ledger));
  }

  private static @Nullable StoredEntry living(@Nullable StoredEntry entry, long ledger) {
    return entry == null || (entry.liveUntil() != 0 && entry.expiredIn(ledger)) ? null : entry;
  }

  public long refundableFee(FeeRates rates) {
    return rates.events(eventBytes) + rentFee;
  }
}

package org.kalepool.lab.sandbox.transaction;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;
import org.kalepool.lab.sandbox.ledger.ClosedLedger;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.ledger.TxRecord;

/** The closed ledgers that are remembered, with their transactions and prices. */
final class LedgerHistory {
  private final long retention;
  private final NavigableMap<Long, ClosedLedger> closed = new TreeMap<>();
  private final NavigableMap<Long, LedgerPrices> prices = new TreeMap<>();
  private final Map<Hash, TxRecord> records = new HashMap<>();

  /**
   * @param first the ledger that everything starts from
   * @param retention ledgers that are remembered
   */
  LedgerHistory(ClosedLedger first, long retention) {
    this.retention = retention;
    closed.put(first.ledger().sequence(), first);
  }

  long retention() {
    return retention;
  }

  ClosedLedger latest() {
    return closed.lastEntry().getValue();
  }

  Ledger oldest() {
    return closed.firstEntry().getValue().ledger();
  }

  /** The ledger that closed so many ledgers ago, or the oldest that is known. */
  ClosedLedger back(long ledgers) {
    Map.Entry<Long, ClosedLedger> then = closed.floorEntry(latest().ledger().sequence() - ledgers);
    return then == null ? closed.firstEntry().getValue() : then.getValue();
  }

  /** Closed ledgers from this one on, in order. */
  Collection<ClosedLedger> since(long ledger) {
    return closed.tailMap(ledger, true).values();
  }

  Hash hashBefore(long ledger) {
    Map.Entry<Long, ClosedLedger> before = closed.lowerEntry(ledger);
    return before == null ? Hash.ZERO : before.getValue().hash();
  }

  @Nullable TxRecord transaction(Hash hash) {
    return records.get(hash);
  }

  Collection<LedgerPrices> pricesSince(long ledger) {
    return prices.tailMap(ledger, true).values();
  }

  /** What the crowd pays in a ledger, told before it is closed. */
  void paid(long ledger, LedgerPrices paid) {
    prices.put(ledger, paid);
  }

  void remember(ClosedLedger now) {
    closed.put(now.ledger().sequence(), now);
    now.transactions().forEach(tx -> records.put(tx.hash(), tx));
    while (oldest().sequence() <= now.ledger().sequence() - retention) {
      dropOldest();
    }
    prices.headMap(oldest().sequence(), false).clear();
  }

  /** Forgets every ledger but the latest. */
  void forget() {
    while (closed.size() > 1) {
      dropOldest();
    }
  }

  private void dropOldest() {
    closed.pollFirstEntry().getValue().transactions().forEach(tx -> records.remove(tx.hash()));
  }
}

package org.kalepool.lab.sandbox.rpc;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.ledger.ClosedLedger;
import org.kalepool.lab.sandbox.ledger.TxRecord;

/** The events of a closed ledger in their order, and where each topic is found among them. */
final class LedgerEvents {
  /** The place of what comes after all transactions of a ledger. */
  private static final int AFTER_ALL = 0xfffff;

  private final ClosedLedger ledger;
  private final List<Slot> slots = new ArrayList<>();
  private final Map<String, BitSet> byTopic = new HashMap<>();

  /** An event in its place. */
  record Slot(TxRecord tx, int order, int operation, int number, TxRecord.LedgerEvent event) {}

  /** Charges come before all transactions of a ledger, refunds after them. */
  LedgerEvents(ClosedLedger ledger) {
    this.ledger = ledger;
    List<TxRecord> transactions = ledger.transactions();
    for (int i = 0; i < transactions.size(); i++) {
      add(transactions.get(i), 0, 0, i, transactions.get(i).feeEvent(true));
    }
    transactions.forEach(this::addOperations);
    int refunds = 0;
    for (TxRecord tx : transactions) {
      TxRecord.LedgerEvent refund = tx.feeEvent(false);
      if (refund != null) {
        add(tx, AFTER_ALL, 0, refunds++, refund);
      }
    }
  }

  private void addOperations(TxRecord tx) {
    List<List<TxRecord.LedgerEvent>> operations = tx.contractEvents();
    if (operations == null) {
      return;
    }
    for (int op = 0; op < operations.size(); op++) {
      List<TxRecord.LedgerEvent> events = operations.get(op);
      for (int i = 0; i < events.size(); i++) {
        add(tx, tx.order(), op, i, events.get(i));
      }
    }
  }

  private void add(
      TxRecord tx, int order, int operation, int number, TxRecord.@Nullable LedgerEvent event) {
    if (event != null) {
      int place = slots.size();
      slots.add(new Slot(tx, order, operation, number, event));
      event.topics().forEach(topic -> byTopic.computeIfAbsent(topic, _ -> new BitSet()).set(place));
    }
  }

  /** Whether these are the events of this very ledger: a replay may close a number once more. */
  boolean isOf(ClosedLedger other) {
    return ledger == other;
  }

  /**
   * The events in their order.
   *
   * @param anyOf topics of which each has at least one, null for all events
   */
  List<Slot> with(@Nullable Set<String> anyOf) {
    if (anyOf == null) {
      return slots;
    }
    BitSet found = new BitSet();
    for (String topic : anyOf) {
      BitSet places = byTopic.get(topic);
      if (places != null) {
        found.or(places);
      }
    }
    return found.isEmpty() ? List.of() : slots(found.stream());
  }

  private List<Slot> slots(IntStream places) {
    return places.mapToObj(slots::get).toList();
  }
}

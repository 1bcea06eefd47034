package org.kalepool.lab.sandbox.transaction;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Overlay;
import org.kalepool.lab.sandbox.xdr.Event;
import org.kalepool.lab.sandbox.xdr.Val;

/**
 * What became of a contract's operation.
 *
 * @param livesOnly keys among the changes of which only the life changed
 * @param diagnostics DiagnosticEvents in base64; null where a node shows none
 * @param returned null unless it returned something
 * @param nonRefundable what is charged however it ended, stroops
 * @param refundable what it took of the refundable fee, stroops
 * @param rent of that, for lives
 */
record Applied(
    OpResult result,
    Overlay changes,
    Set<Key> livesOnly,
    List<Event> events,
    @Nullable Supplier<List<String>> diagnostics,
    @Nullable Val returned,
    long nonRefundable,
    long refundable,
    long rent) {

  static Applied failed(OpResult result, long nonRefundable, Supplier<List<String>> diagnostics) {
    return new Applied(
        result,
        new Overlay(key -> null),
        Set.of(),
        List.of(),
        diagnostics,
        null,
        nonRefundable,
        0,
        0);
  }
}

package org.kalepool.lab.sandbox.transaction;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Limits;
import org.kalepool.lab.sandbox.ledger.NetworkRules;
import org.kalepool.lab.sandbox.xdr.Event;
import org.kalepool.lab.sandbox.xdr.HostError;
import org.kalepool.lab.sandbox.xdr.Val;

/** Whether what a contract call declares is within the network's limits, as a node tells it. */
final class Declared {
  private static final String BEYOND = " resources exceed network config limit";

  private Declared() {}

  /**
   * @return the diagnostic event that a node refuses it with; null if it may pass
   */
  static @Nullable Event fault(Resources declared, SignedTransaction tx, NetworkRules rules) {
    Limits limits = rules.limits();
    Event beyond =
        firstOf(
            beyond(
                HostError.BUDGET_EXCEEDED_LIMIT,
                "transaction instructions" + BEYOND,
                declared.instructions(),
                limits.instructionsEach()),
            beyond(
                HostError.STORAGE_EXCEEDED_LIMIT,
                "transaction byte-write" + BEYOND,
                declared.writeBytes(),
                limits.writeBytes()),
            beyond(
                HostError.STORAGE_EXCEEDED_LIMIT,
                "transaction entry-write" + BEYOND,
                declared.writeEntries(),
                limits.writeEntriesEach()));
    if (beyond != null) {
      return beyond;
    }
    long least = declared.nonRefundableFee(rules.rates(), tx.size());
    if (tx.resourceFee() < least) {
      return event(
          HostError.VALUE_EXCEEDED_LIMIT,
          Val.list(
              new Val.Str(
                  "transaction `sorobanData.resourceFee` is lower than the actual Soroban resource"
                      + " fee"),
              new Val.U64(tx.resourceFee()),
              new Val.U64(least)));
    }
    Set<Key> seen = new HashSet<>();
    boolean twice =
        Stream.concat(declared.readOnly().stream(), declared.readWrite().stream())
            .anyMatch(key -> !seen.add(key));
    return twice
        ? event(
            HostError.STORAGE_INVALID_INPUT,
            new Val.Str(
                "Found duplicate key in the Soroban footprint; every key across read-only and"
                    + " read-write footprints has to be unique."))
        : null;
  }

  private static @Nullable Event beyond(HostError error, String text, long is, long most) {
    return is <= most
        ? null
        : event(error, Val.list(new Val.Str(text), new Val.U64(is), new Val.U64(most)));
  }

  private static @Nullable Event firstOf(@Nullable Event... events) {
    for (Event event : events) {
      if (event != null) {
        return event;
      }
    }
    return null;
  }

  private static Event event(HostError error, Val data) {
    return new Event(
        null, Event.Kind.DIAGNOSTIC, List.of(new Val.Sym("error"), new Val.HostFault(error)), data);
  }
}

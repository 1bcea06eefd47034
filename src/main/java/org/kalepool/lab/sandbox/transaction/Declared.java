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
   * Looks for what is wrong with what a transaction declares.
   *
   * @return the diagnostic event that a node refuses it with; null if it may pass
   */
  static @Nullable Event fault(Resources declared, SignedTransaction tx, NetworkRules rules) {
    if (tx.tellsMore()) {
      return event(
          HostError.VALUE_INVALID_INPUT,
          new Val.Str("Soroban transactions are not allowed to use memo or muxed source account"));
    }
    Event beyond = beyond(declared, tx, rules.limits());
    if (beyond != null) {
      return beyond;
    }
    Event odd = oddKey(declared);
    if (odd != null) {
      return odd;
    }
    long least =
        tx.restores()
            ? declared.nonRefundableFee(rules.rates(), tx.size(), declared.writeEntries())
            : declared.nonRefundableFee(rules.rates(), tx.size());
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

  private static @Nullable Event beyond(Resources declared, SignedTransaction tx, Limits limits) {
    int reads = tx.restores() ? declared.writeEntries() : declared.diskReadEntries();
    int keys = declared.readOnly().size() + declared.readWrite().size();
    return firstOf(
        beyond(
            HostError.BUDGET_EXCEEDED_LIMIT,
            "transaction instructions" + BEYOND,
            declared.instructions(),
            limits.instructionsEach()),
        beyond(
            HostError.STORAGE_EXCEEDED_LIMIT,
            "transaction byte-read" + BEYOND,
            declared.diskReadBytes(),
            Limits.DISK_READ_BYTES_EACH),
        beyond(
            HostError.STORAGE_EXCEEDED_LIMIT,
            "transaction byte-write" + BEYOND,
            declared.writeBytes(),
            Limits.WRITE_BYTES_EACH),
        beyond(
            HostError.STORAGE_EXCEEDED_LIMIT,
            "the number of entries in transaction footprint exceeds the network config limit",
            keys,
            Limits.FOOTPRINT_EACH),
        beyond(
            HostError.STORAGE_EXCEEDED_LIMIT,
            "transaction entry-disk-read" + BEYOND,
            reads,
            Limits.DISK_READ_ENTRIES_EACH),
        beyond(
            HostError.STORAGE_EXCEEDED_LIMIT,
            "transaction entry-write" + BEYOND,
            declared.writeEntries(),
            limits.writeEntriesEach()),
        beyond(
            HostError.BUDGET_EXCEEDED_LIMIT,
            "total transaction size exceeds network config limit",
            tx.size(),
            Limits.BYTES_EACH));
  }

  /** A key that no contract can touch, or a list of archived entries that is none. */
  private static @Nullable Event oddKey(Resources declared) {
    for (Key key :
        Stream.concat(declared.readOnly().stream(), declared.readWrite().stream()).toList()) {
      if (key instanceof Key.Stored && key.bytes().length > Limits.KEY_BYTES) {
        return beyond(
            HostError.STORAGE_EXCEEDED_LIMIT,
            "transaction footprint key exceeds network config limit",
            key.bytes().length,
            Limits.KEY_BYTES);
      }
      if (!key.lives() && !(key instanceof Key.Account) && !(key instanceof Key.Trust)) {
        return event(
            HostError.STORAGE_UNEXPECTED_TYPE,
            Val.list(
                new Val.Str("transaction footprint contains unsupported ledger key type"),
                new Val.U64(key.bytes()[3])));
      }
    }
    int last = -1;
    for (int place : declared.archived()) {
      if (place <= last && last >= 0) {
        return event(
            HostError.STORAGE_INVALID_INPUT,
            new Val.Str("archivedSorobanEntries must be sorted in ascending order"));
      }
      last = place;
      if (place < 0 || place >= declared.writeEntries()) {
        return event(
            HostError.STORAGE_INVALID_INPUT,
            Val.list(
                new Val.Str("archivedSorobanEntries index is out of bounds"),
                new Val.U64(Integer.toUnsignedLong(place)),
                new Val.U64(declared.writeEntries())));
      }
      if (!declared.readWrite().get(place).persistent()) {
        return event(
            HostError.STORAGE_INVALID_INPUT,
            Val.list(
                new Val.Str("archivedSorobanEntries index points to a non-persistent entry"),
                new Val.U64(place),
                new Val.U64(declared.readWrite().get(place).bytes()[3])));
      }
    }
    return null;
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

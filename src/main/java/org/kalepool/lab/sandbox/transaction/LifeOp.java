package org.kalepool.lab.sandbox.transaction;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.ledger.EntryXdr;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.ledger.NetworkRules;
import org.kalepool.lab.sandbox.ledger.Overlay;
import org.kalepool.lab.sandbox.ledger.Rent;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.ledger.View;
import org.kalepool.lab.sandbox.xdr.Event;
import org.kalepool.lab.sandbox.xdr.HostError;
import org.kalepool.lab.sandbox.xdr.Val;
import org.stellar.sdk.xdr.OperationType;

/** Operations about lives: entries in the footprint live longer, or come back from the archive. */
final class LifeOp {
  private static final int RESOURCE_LIMIT_EXCEEDED = -2;
  private static final int INSUFFICIENT_REFUNDABLE_FEE = -3;

  private final NetworkRules rules;
  private final Ledger ledger;
  private final SignedTransaction tx;
  private final Resources declared;
  private final View state;
  private final OperationType type;
  private final long nonRefundable;
  private final List<Rent.Part> rent = new ArrayList<>();
  private final Set<Key> changed = new HashSet<>();
  private final Overlay changes;

  LifeOp(NetworkRules rules, Ledger ledger, SignedTransaction tx, Resources declared, View state) {
    this.rules = rules;
    this.ledger = ledger;
    this.tx = tx;
    this.declared = declared;
    this.state = state;
    this.type = tx.operations().getFirst().getBody().getDiscriminant();
    int reads = tx.restores() ? declared.writeEntries() : declared.diskReadEntries();
    this.nonRefundable = declared.nonRefundableFee(rules.rates(), tx.size(), reads);
    this.changes = new Overlay(state);
  }

  Applied apply() {
    Event refusal = tx.restores() ? restore() : extend();
    if (refusal != null) {
      return failed(RESOURCE_LIMIT_EXCEEDED, refusal);
    }
    long fee = Rent.fee(rent, rules.rates(), ledger.sequence());
    Event lacking = new RefundableFee(rules, tx, nonRefundable).lacking(fee, 0);
    if (lacking != null) {
      return failed(INSUFFICIENT_REFUNDABLE_FEE, lacking);
    }
    return new Applied(
        OpResult.of(type, 0), changes, changed, List.of(), null, null, nonRefundable, fee, fee);
  }

  /** What is absent or archived stays as it is. */
  private @Nullable Event extend() {
    long extendTo =
        tx.operations()
            .getFirst()
            .getBody()
            .getExtendFootprintTTLOp()
            .getExtendTo()
            .getUint32()
            .getNumber();
    long until = ledger.sequence() + extendTo;
    for (Key key : declared.readOnly()) {
      StoredEntry entry = state.get(key);
      if (entry != null && !entry.expiredIn(ledger.sequence()) && entry.liveUntil() < until) {
        put(key, entry, entry.living(until));
      }
    }
    return null;
  }

  private @Nullable Event restore() {
    long until = ledger.sequence() + rules.minPersistentTtl() - 1;
    long bytes = 0;
    for (Key key : declared.readWrite()) {
      StoredEntry entry = state.get(key);
      if (entry == null || !entry.expiredIn(ledger.sequence())) {
        continue;
      }
      bytes += EntryXdr.size(key, entry);
      if (bytes > declared.diskReadBytes()) {
        return exceeded("operation byte-read", bytes, declared.diskReadBytes());
      }
      if (bytes > declared.writeBytes()) {
        return exceeded("operation byte-write", bytes, declared.writeBytes());
      }
      put(key, null, entry.living(until));
    }
    return null;
  }

  private void put(Key key, @Nullable StoredEntry before, StoredEntry after) {
    rent.add(Rent.part(key, before, after));
    changes.put(key, after);
    changed.add(key);
  }

  private static Event exceeded(String what, long is, long most) {
    return new Event(
        null,
        Event.Kind.DIAGNOSTIC,
        List.of(new Val.Sym("error"), new Val.HostFault(HostError.BUDGET_EXCEEDED_LIMIT)),
        Val.list(
            new Val.Str(what + " resources exceeds amount specified"),
            new Val.U64(is),
            new Val.U64(most)));
  }

  private Applied failed(int code, Event why) {
    return Applied.failed(
        OpResult.of(type, code), nonRefundable, () -> List.of(why.diagnosticBase64(false)));
  }
}

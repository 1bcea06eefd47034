package org.kalepool.lab.sandbox.transaction;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.NetworkRules;
import org.kalepool.lab.sandbox.xdr.Event;
import org.kalepool.lab.sandbox.xdr.HostError;
import org.kalepool.lab.sandbox.xdr.Val;

/** Whether an operation that extends or restores lives can be one. */
final class LifeCheck {
  static final int MALFORMED = -1;

  private LifeCheck() {}

  /**
   * Looks for what is wrong with an operation that prolongs or restores entries.
   *
   * @return the diagnostic event that a node refuses it with; null for other operations too
   */
  static @Nullable Event fault(SignedTransaction tx) {
    var soroban = tx.soroban();
    if (soroban == null || tx.operations().size() != 1) {
      return null;
    }
    Resources declared = tx.resources(soroban);
    var body = tx.operations().getFirst().getBody();
    return switch (body.getDiscriminant()) {
      case EXTEND_FOOTPRINT_TTL ->
          extension(declared, body.getExtendFootprintTTLOp().getExtendTo().getUint32().getNumber());
      case RESTORE_FOOTPRINT -> restoration(declared);
      default -> null;
    };
  }

  private static @Nullable Event extension(Resources declared, long extendTo) {
    if (!declared.readWrite().isEmpty()) {
      return event("read-write footprint must be empty for ExtendFootprintTTL operation");
    }
    if (!declared.readOnly().stream().allMatch(Key::lives)) {
      return event("only entries with TTL (contract data or code entries) can have it extended");
    }
    long most = NetworkRules.MAX_TTL - 1;
    return extendTo <= most
        ? null
        : event(
            Val.list(
                new Val.Str("TTL extension is too large: {} > {}"),
                new Val.U64(extendTo),
                new Val.U64(most)));
  }

  private static @Nullable Event restoration(Resources declared) {
    if (!declared.readOnly().isEmpty()) {
      return event("read-only footprint must be empty for RestoreFootprint operation");
    }
    return declared.readWrite().stream().allMatch(Key::persistent)
        ? null
        : event("only persistent Soroban entries can be restored");
  }

  private static Event event(String text) {
    return event(new Val.Str(text));
  }

  private static Event event(Val data) {
    Val error = new Val.HostFault(HostError.STORAGE_INVALID_INPUT);
    return new Event(null, Event.Kind.DIAGNOSTIC, List.of(new Val.Sym("error"), error), data);
  }
}

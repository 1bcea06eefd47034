package org.kalepool.lab.sandbox.transaction;

import static org.stellar.sdk.xdr.OperationType.INVOKE_HOST_FUNCTION;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Sha256;
import org.kalepool.lab.sandbox.contract.HostCalls;
import org.kalepool.lab.sandbox.contract.HostOutcome;
import org.kalepool.lab.sandbox.ledger.EntryXdr;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.ledger.Limits;
import org.kalepool.lab.sandbox.ledger.NetworkRules;
import org.kalepool.lab.sandbox.ledger.Overlay;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.ledger.View;
import org.kalepool.lab.sandbox.xdr.Event;
import org.kalepool.lab.sandbox.xdr.HostError;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/**
 * A host function of any kind in a ledger: run within what it declared, charged for what it took.
 */
final class HostOp {
  private static final int TRAPPED = -2;
  private static final int RESOURCE_LIMIT_EXCEEDED = -3;
  private static final int ENTRY_ARCHIVED = -4;
  private static final int INSUFFICIENT_REFUNDABLE_FEE = -5;

  private static final int LEEWAY_PERCENT = 15;

  private final NetworkRules rules;
  private final HostCalls host;
  private final Ledger ledger;
  private final SignedTransaction tx;
  private final Resources declared;
  private final View state;
  private final long nonRefundable;
  private final List<String> diagnostics = new ArrayList<>();
  private long diskRead;

  HostOp(
      NetworkRules rules,
      HostCalls host,
      Ledger ledger,
      SignedTransaction tx,
      Resources declared,
      View state) {
    this.rules = rules;
    this.host = host;
    this.ledger = ledger;
    this.tx = tx;
    this.declared = declared;
    this.state = state;
    this.nonRefundable = declared.nonRefundableFee(rules.rates(), tx.size());
  }

  Applied apply() {
    Integer refusal = read();
    if (refusal != null) {
      return failed(refusal);
    }
    HostOutcome outcome = run(mostInstructions());
    if (isExhausted(outcome)) {
      outcome = run(declared.instructions());
      diagnostics.addAll(outcome.diagnosticsBeforeError());
      return exhausted(outcome);
    }
    diagnostics.addAll(outcome.diagnostics());
    if (!outcome.ok()) {
      return stopped(outcome);
    }
    Set<Key> livesOnly = new HashSet<>();
    Overlay changes = outcome.changes(state, livesOnly);
    if (!rules.checkSignatures()) {
      outcome.readWrite().stream().filter(Key.Nonce.class::isInstance).forEach(changes::remove);
    }
    touch(changes, livesOnly);
    return finished(outcome, changes, livesOnly);
  }

  /** Counts what comes from the disk; a code when that may not be. */
  private @Nullable Integer read() {
    List<Key> restored = declared.restored();
    for (boolean writes : List.of(false, true)) {
      for (Key key : writes ? declared.readWrite() : declared.readOnly()) {
        StoredEntry entry = state.get(key);
        if (entry == null) {
          continue;
        }
        boolean archived = key.persistent() && entry.expiredIn(ledger.sequence());
        if (archived && (!writes || !restored.contains(key))) {
          tell(HostError.VALUE_INVALID_INPUT, archivedText(key));
          return ENTRY_ARCHIVED;
        }
        if ((archived || key.classic()) && !fromDisk(EntryXdr.size(key, entry))) {
          return RESOURCE_LIMIT_EXCEEDED;
        }
      }
    }
    return null;
  }

  private boolean fromDisk(int size) {
    diskRead += size;
    if (diskRead <= declared.diskReadBytes()) {
      return true;
    }
    exceeded(
        "operation byte-read resources exceeds amount specified",
        diskRead,
        declared.diskReadBytes());
    return false;
  }

  private static Val archivedText(Key key) {
    return switch (key) {
      case Key.Code code ->
          Val.list(
              new Val.Str("trying to access an archived contract code entry"),
              new Val.Bytes(code.hash().hex()));
      case Key.Instance instance ->
          archivedText(new Val.Addr(instance.contract()), new Val.Other("00000014"));
      case Key.Stored stored ->
          archivedText(new Val.Addr(stored.contract()), new Val.Other(stored.name()));
      default -> throw new IllegalStateException("never archived: " + key);
    };
  }

  private static Val archivedText(Val contract, Val name) {
    return Val.list(
        new Val.Str("trying to access an archived contract data entry"), contract, name);
  }

  private List<Key> archived() {
    return declared.restored().stream()
        .filter(
            key -> {
              StoredEntry entry = state.get(key);
              return entry != null && entry.expiredIn(ledger.sequence());
            })
        .toList();
  }

  private HostOutcome run(long instructions) {
    HostCalls.Request request =
        new HostCalls.Request(tx.hostFunction(), tx.source(tx.operations().getFirst()));
    if (!rules.checkSignatures()) {
      // everybody may do everything, and nobody signs
      return host.recording(request, true, () -> 0, state, ledger);
    }
    return host.enforcing(
        request,
        tx.authorizations(),
        new HostCalls.Declared(declared.readOnly(), declared.readWrite(), archived()),
        instructions,
        state,
        ledger);
  }

  private Applied exhausted(HostOutcome outcome) {
    diagnostic(List.of(new Val.Sym("host_fn_failed"), outcome.error()), Val.none());
    exceeded(
        "operation instructions exceeds amount specified",
        outcome.instructions(),
        declared.instructions());
    return failed(RESOURCE_LIMIT_EXCEEDED);
  }

  private Applied stopped(HostOutcome outcome) {
    diagnostic(List.of(new Val.Sym("host_fn_failed"), outcome.error()), Val.none());
    if (outcome.memory() > Limits.MEMORY_EACH) {
      exceeded(
          "operation memory usage exceeds network config limit",
          outcome.memory(),
          Limits.MEMORY_EACH);
      return failed(RESOURCE_LIMIT_EXCEEDED);
    }
    return failed(TRAPPED);
  }

  /** Instructions are counted here as exactly as {@link #LEEWAY_PERCENT} says. */
  private long mostInstructions() {
    return declared.instructions() + declared.instructions() * LEEWAY_PERCENT / 100;
  }

  private boolean isExhausted(HostOutcome outcome) {
    return outcome.instructions() > mostInstructions();
  }

  /** The network writes all that a call may write, changed or not. */
  private void touch(Overlay changes, Set<Key> livesOnly) {
    for (Key key : declared.readWrite()) {
      StoredEntry entry = changes.get(key);
      livesOnly.remove(key);
      if (entry != null) {
        boolean expired = key.lives() && entry.expiredIn(ledger.sequence());
        changes.put(key, expired ? entry.living(leastLife()) : entry);
      }
    }
  }

  private long leastLife() {
    return ledger.sequence() + rules.minPersistentTtl() - 1;
  }

  private Applied finished(HostOutcome outcome, Overlay changes, Set<Key> livesOnly) {
    long written = 0;
    for (Key key : declared.readWrite()) {
      StoredEntry entry = changes.get(key);
      int size = entry == null ? 0 : EntryXdr.size(key, entry);
      if (isTooLong(key, size)) {
        return failed(RESOURCE_LIMIT_EXCEEDED);
      }
      written += size;
      if (written > declared.writeBytes()) {
        exceeded(
            "operation byte-write resources exceeds amount specified",
            written,
            declared.writeBytes());
        return failed(RESOURCE_LIMIT_EXCEEDED);
      }
    }
    List<Event> events = outcome.events();
    long eventBytes = events.stream().mapToLong(Event::size).sum();
    if (eventBytes > Limits.EVENT_BYTES_EACH) {
      exceeded(
          "total events size exceeds network config maximum", eventBytes, Limits.EVENT_BYTES_EACH);
      return failed(RESOURCE_LIMIT_EXCEEDED);
    }
    if (outcome.eventBytes() > Limits.EVENT_BYTES_EACH) {
      exceeded(
          "return value pushes events size above network config maximum",
          outcome.eventBytes(),
          Limits.EVENT_BYTES_EACH);
      return failed(RESOURCE_LIMIT_EXCEEDED);
    }
    Usage usage =
        Usage.of(declared, state, changes, ledger.sequence(), rules.rates(), outcome.eventBytes());
    RefundableFee fee = new RefundableFee(rules, tx, nonRefundable);
    Event lacking = fee.lacking(usage.rentFee(), usage.eventBytes());
    if (lacking != null) {
      diagnostics.add(lacking.diagnosticBase64(false));
      return failed(INSUFFICIENT_REFUNDABLE_FEE);
    }
    return succeeded(outcome, events, changes, livesOnly, usage);
  }

  private boolean isTooLong(Key key, int size) {
    int most = key instanceof Key.Code ? Limits.CODE_BYTES : Limits.DATA_BYTES;
    if (!key.lives() || size <= most) {
      return false;
    }
    exceeded("ledger entry size exceeds network config limit", size, most);
    return true;
  }

  private Applied succeeded(
      HostOutcome outcome, List<Event> events, Overlay changes, Set<Key> livesOnly, Usage usage) {
    XdrOut preimage = new XdrOut().raw(outcome.valueXdr()).int32(events.size());
    events.forEach(event -> event.write(preimage));
    return new Applied(
        OpResult.of(INVOKE_HOST_FUNCTION, 0, Sha256.of(preimage.bytes())),
        changes,
        livesOnly,
        events,
        () -> diagnostics,
        outcome.value(),
        nonRefundable,
        usage.refundableFee(rules.rates()),
        usage.rentFee());
  }

  private Applied failed(int code) {
    return Applied.failed(
        OpResult.of(INVOKE_HOST_FUNCTION, code), nonRefundable, () -> diagnostics);
  }

  private void exceeded(String text, long is, long most) {
    tell(
        HostError.BUDGET_EXCEEDED_LIMIT,
        Val.list(new Val.Str(text), new Val.U64(is), new Val.U64(most)));
  }

  private void tell(HostError error, Val data) {
    diagnostic(List.of(new Val.Sym("error"), new Val.HostFault(error)), data);
  }

  private void diagnostic(List<Val> topics, Val data) {
    Event event = new Event(null, Event.Kind.DIAGNOSTIC, topics, data);
    diagnostics.add(event.diagnosticBase64(false));
  }
}

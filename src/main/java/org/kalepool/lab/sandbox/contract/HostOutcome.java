package org.kalepool.lab.sandbox.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.host.EntryChange;
import org.kalepool.lab.sandbox.host.EntryKey;
import org.kalepool.lab.sandbox.host.EntryState;
import org.kalepool.lab.sandbox.host.HostResult;
import org.kalepool.lab.sandbox.ledger.EntryIn;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Keys;
import org.kalepool.lab.sandbox.ledger.Overlay;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.ledger.View;
import org.kalepool.lab.sandbox.xdr.Event;
import org.kalepool.lab.sandbox.xdr.ScValReader;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrOut;
import org.kalepool.lab.sandbox.xdr.XdrWalk;

/** What came of a host function, in the sandbox's own types. */
public final class HostOutcome {
  private static final int SOURCE = 0;
  private static final int BY_ADDRESS = 1;
  private static final int BY_ADDRESS_V2 = 2;

  private final HostResult result;

  HostOutcome(HostResult result) {
    this.result = result;
  }

  public boolean ok() {
    return result.outcome() instanceof HostResult.Outcome.Returned;
  }

  /** What it returned, or nothing. */
  public Val value() {
    return result.outcome() instanceof HostResult.Outcome.Returned(byte[] xdr)
        ? ScValReader.of(xdr)
        : Val.none();
  }

  /** SCVal as XDR of what it returned. */
  public byte[] valueXdr() {
    return result.outcome() instanceof HostResult.Outcome.Returned(byte[] xdr)
        ? xdr
        : Val.none().bytes();
  }

  /** The error that ended it, or nothing. */
  public Val error() {
    return result.outcome() instanceof HostResult.Outcome.Failed(var fault)
        ? new Val.Fault(fault.kind().ordinal(), fault.code())
        : Val.none();
  }

  public long instructions() {
    return result.instructions();
  }

  public long memory() {
    return result.memory();
  }

  public List<Event> events() {
    return result.events().stream().map(event -> event(new XdrWalk(event))).toList();
  }

  /** Bytes of its events and of what it returned. */
  public long eventBytes() {
    return result.events().stream().mapToLong(event -> event.length).sum() + valueXdr().length;
  }

  /** DiagnosticEvents in base64. */
  public List<String> diagnostics() {
    return result.diagnostics().stream()
        .map(event -> Base64.getEncoder().encodeToString(event))
        .toList();
  }

  /** The same without what was said about the error that ended it. */
  public List<String> diagnosticsBeforeError() {
    return result.diagnostics().stream()
        .filter(xdr -> !event(new XdrWalk(xdr).skip(4)).topics().contains(error()))
        .map(xdr -> Base64.getEncoder().encodeToString(xdr))
        .toList();
  }

  /**
   * SorobanAuthorizationEntries as XDR of what was asked for, unsigned.
   *
   * @param upgraded whether their credentials are to be of the newer kind
   */
  public List<byte[]> auths(boolean upgraded) {
    List<byte[]> entries = new ArrayList<>();
    for (HostResult.RecordedAuth auth : result.auths()) {
      XdrOut out = new XdrOut();
      Long nonce = auth.nonce();
      if (nonce == null) {
        out.int32(SOURCE);
      } else {
        out.int32(upgraded ? BY_ADDRESS_V2 : BY_ADDRESS);
        out.raw(auth.address()).int64(nonce).int32(0);
        Val.none().write(out);
      }
      entries.add(out.raw(auth.invocation()).bytes());
    }
    return entries;
  }

  public List<Key> readOnly() {
    return keys(result.footprint().readOnly());
  }

  public List<Key> readWrite() {
    return keys(result.footprint().readWrite());
  }

  /** Keys in the footprint that only calls have touched that failed and were undone. */
  public List<Key> forgotten() {
    return keys(result.footprint().forgotten());
  }

  private static List<Key> keys(List<EntryKey> keys) {
    return keys.stream().map(key -> Keys.of(key.bytes())).toList();
  }

  /**
   * What it wrote, on top of what was there; empty when it failed.
   *
   * @param livesOnly takes the keys of entries of which only the life changed
   */
  public Overlay changes(View below, Set<Key> livesOnly) {
    Overlay changes = new Overlay(below);
    for (EntryChange change : result.changes()) {
      Key key = Keys.of(change.key().bytes());
      EntryState after = change.after();
      if (after == null) {
        changes.remove(key);
        continue;
      }
      StoredEntry before = below.get(key);
      EntryState earlier = change.before();
      boolean same =
          before != null && earlier != null && Arrays.equals(earlier.data(), after.data());
      if (before != null && same) {
        changes.put(key, before.living(after.liveUntil()));
        livesOnly.add(key);
      } else {
        var data = EntryIn.data(key, after.data());
        changes.put(
            key,
            before == null
                ? new StoredEntry(data, 0, after.liveUntil(), null)
                : before.with(data).living(after.liveUntil()));
      }
    }
    return changes;
  }

  /** Reads a ContractEvent. */
  private static Event event(XdrWalk in) {
    in.skip(4);
    @Nullable Address contract = null;
    if (in.int32() != 0) {
      int start = in.position();
      contract = Address.contract(in.skip(32).since(start));
    }
    Event.Kind kind = Event.Kind.values()[in.int32()];
    in.skip(4);
    int count = in.count();
    List<Val> topics = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      topics.add(value(in));
    }
    return new Event(contract, kind, topics, value(in));
  }

  private static Val value(XdrWalk in) {
    int start = in.position();
    in.skipValue();
    return ScValReader.of(in.since(start));
  }

  /** The error's text with the event log, as simulateTransaction gives it. */
  public String text() {
    // a DiagnosticEvent says first whether the call succeeded
    return FaultText.of(
        error(),
        result.diagnostics().stream().map(xdr -> event(new XdrWalk(xdr).skip(4))).toList());
  }
}

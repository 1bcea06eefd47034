package org.kalepool.lab.sandbox.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** Everything that happens in a call, in order: contracts' events and what helps to find faults. */
final class Diagnostics {
  private static final int SYSTEM = 0;
  private static final int CONTRACT = 1;
  private static final int DIAGNOSTIC = 2;

  private record Entry(int kind, byte[] xdr, boolean failed) {}

  private final Budget budget;
  private final Supplier<byte @Nullable []> current;
  private List<Entry> entries = new ArrayList<>();
  private int muted;

  /**
   * @param current the id of the contract that runs, null when none does
   */
  Diagnostics(Budget budget, Supplier<byte @Nullable []> current) {
    this.budget = budget;
    this.current = current;
  }

  /** A fault, written down; to be thrown. */
  HostFault fault(Kind kind, Code code, String message, HostValue... args) {
    return note(HostFault.of(kind, code, message), message, args);
  }

  /** Writes down what has been said about a fault before or is said about it now. */
  HostFault note(HostFault fault, String message, HostValue... args) {
    List<HostValue> data = new ArrayList<>();
    data.add(Values.string(message));
    data.addAll(Arrays.asList(args));
    diagnostic(current.get(), List.of(Values.symbol("error"), Values.error(fault)), data);
    return fault;
  }

  void log(String message, HostValue... args) {
    List<HostValue> data = new ArrayList<>();
    data.add(Values.string(message));
    data.addAll(Arrays.asList(args));
    diagnostic(current.get(), List.of(Values.symbol("log")), data);
  }

  void called(byte[] contract, HostValue function, List<HostValue> args) {
    diagnostic(
        current.get(), List.of(Values.symbol("fn_call"), Values.bytes(contract), function), args);
  }

  void returned(byte[] contract, HostValue function, HostValue result) {
    diagnostic(contract, List.of(Values.symbol("fn_return"), function), List.of(result));
  }

  void contractEvent(List<HostValue> topics, HostValue data) {
    budget.list(1, 48);
    entries.add(new Entry(CONTRACT, event(current.get(), CONTRACT, topics, data), false));
  }

  void systemEvent(List<HostValue> topics, HostValue data) {
    budget.list(1, 48);
    entries.add(new Entry(SYSTEM, event(current.get(), SYSTEM, topics, data), false));
  }

  private void diagnostic(
      byte @Nullable [] contract, List<HostValue> topics, List<HostValue> args) {
    if (muted > 0) {
      return;
    }
    HostValue data =
        switch (args.size()) {
          case 0 -> Values.VOID;
          case 1 -> args.getFirst();
          default -> new HostValue.Vec(List.copyOf(args));
        };
    budget.pause();
    try {
      entries.add(new Entry(DIAGNOSTIC, event(contract, DIAGNOSTIC, topics, data), false));
    } catch (HostFault e) {
      // a value that is too deep is left out of the diagnostics, as the network does
      entries.add(
          new Entry(DIAGNOSTIC, event(contract, DIAGNOSTIC, topics, Values.error(e)), false));
    } finally {
      budget.resume();
    }
  }

  private byte[] event(
      byte @Nullable [] contract, int kind, List<HostValue> topics, HostValue data) {
    XdrOut out = new XdrOut().int32(0);
    if (contract == null) {
      out.int32(0);
    } else {
      out.int32(1).raw(contract);
    }
    out.int32(kind).int32(0);
    ScValOut values = new ScValOut(budget);
    values.list(out, topics);
    values.write(out, data, false);
    return out.bytes();
  }

  void mute() {
    muted++;
  }

  void unmute() {
    muted--;
  }

  int size() {
    return entries.size();
  }

  /** What was written since then belongs to a call that failed. */
  void rollback(int size) {
    List<Entry> marked = new ArrayList<>(entries.subList(0, size));
    for (Entry entry : entries.subList(size, entries.size())) {
      marked.add(new Entry(entry.kind(), entry.xdr(), true));
    }
    entries = marked;
  }

  /** ContractEvents that count. */
  List<byte[]> events() {
    return entries.stream()
        .filter(entry -> entry.kind() != DIAGNOSTIC && !entry.failed())
        .map(Entry::xdr)
        .toList();
  }

  /** All as DiagnosticEvents. */
  List<byte[]> all() {
    return entries.stream()
        .map(entry -> new XdrOut().int32(entry.failed() ? 0 : 1).raw(entry.xdr()).bytes())
        .toList();
  }
}

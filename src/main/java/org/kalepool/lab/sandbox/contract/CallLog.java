package org.kalepool.lab.sandbox.contract;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.xdr.Event;
import org.kalepool.lab.sandbox.xdr.Val;

/** What a contract call did and said, in order: its events and the engine's diagnostic ones. */
public final class CallLog {
  private record Line(Event event, boolean failedCall, boolean inLog) {}

  private final List<Line> lines = new ArrayList<>();

  void called(@Nullable Address caller, Address contract, String function, List<Val> args) {
    diagnostic(
        caller,
        List.of(new Val.Sym("fn_call"), new Val.ContractId(contract), new Val.Sym(function)),
        args.size() == 1 ? args.getFirst() : new Val.Items(args));
  }

  void returned(Address contract, String function, Val value) {
    diagnostic(contract, List.of(new Val.Sym("fn_return"), new Val.Sym(function)), value);
  }

  void emitted(Event event) {
    lines.add(new Line(event, false, true));
  }

  /**
   * @param inFailedCall whether it is inside a call whose events have been taken back with it
   */
  void add(Event event, boolean inFailedCall) {
    lines.add(new Line(event, inFailedCall, true));
  }

  void error(Address contract, Val error, Val data) {
    diagnostic(contract, List.of(new Val.Sym("error"), error), data);
  }

  /** An error inside a call whose events are taken back with it. */
  void errorInFailedCall(Address contract, Val error, Val data) {
    Event event =
        new Event(contract, Event.Kind.DIAGNOSTIC, List.of(new Val.Sym("error"), error), data);
    lines.add(new Line(event, true, true));
  }

  void trapped(Address contract, String function, Val error) {
    Event event =
        new Event(
            contract,
            Event.Kind.DIAGNOSTIC,
            List.of(new Val.Sym("log")),
            Val.list(new Val.Str("VM call trapped with HostError"), new Val.Sym(function), error));
    // comes after the error's text has been made
    lines.add(new Line(event, false, false));
  }

  public void diagnostic(@Nullable Address contract, List<Val> topics, Val data) {
    lines.add(new Line(new Event(contract, Event.Kind.DIAGNOSTIC, topics, data), false, true));
  }

  public List<Event> contractEvents() {
    return lines.stream()
        .map(Line::event)
        .filter(event -> event.kind() == Event.Kind.CONTRACT)
        .toList();
  }

  public List<Event> all() {
    return lines.stream().map(Line::event).toList();
  }

  /** The error's text with the event log, as simulateTransaction gives it. */
  public String text(Val error) {
    StringBuilder text = new StringBuilder("HostError: ").append(error.text());
    text.append("\n\nEvent log (newest first):\n");
    int number = 0;
    for (Line line : lines.reversed()) {
      if (line.inLog) {
        append(text, number++, line);
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, int number, Line line) {
    Event event = line.event;
    String kind = event.kind() == Event.Kind.CONTRACT ? "Contract" : "Diagnostic";
    text.append("   ").append(number).append(": [");
    text.append(line.failedCall ? "Failed " + kind + " Event (not emitted)" : kind + " Event");
    text.append("] ");
    if (event.contract() != null) {
      text.append("contract:").append(event.contract()).append(", ");
    }
    text.append("topics:").append(new Val.Items(event.topics()).text());
    text.append(", data:").append(event.data().text()).append('\n');
  }
}

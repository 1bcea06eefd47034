package org.kalepool.lab.sandbox.contract;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.xdr.Event;
import org.kalepool.lab.sandbox.xdr.Val;

/**
 * The text of an error as the engine makes it the last time that it says something about it: what
 * happened until then, and which of that was inside calls that had failed by then.
 */
final class FaultText {
  private static final Val CALL = new Val.Sym("fn_call");
  private static final Val RETURN = new Val.Sym("fn_return");
  private static final Val ERROR = new Val.Sym("error");

  /** A contract that runs, and the first event that is its own. */
  private record Running(Address contract, int from) {}

  private final Deque<Running> running = new ArrayDeque<>();
  private final Set<Integer> failed = new HashSet<>();

  private FaultText() {}

  static String of(Val error, List<Event> events) {
    int end = 0;
    for (int i = 0; i < events.size(); i++) {
      end = isA(events.get(i), ERROR) ? i + 1 : end;
    }
    FaultText text = new FaultText();
    CallLog log = new CallLog();
    for (int i = 0; i < end; i++) {
      text.follow(events.get(i), i);
    }
    for (int i = 0; i < end; i++) {
      log.add(shown(events.get(i)), text.failed.contains(i));
    }
    return log.text(error);
  }

  private static boolean isA(Event event, Val what) {
    return event.kind() == Event.Kind.DIAGNOSTIC
        && !event.topics().isEmpty()
        && event.topics().getFirst().equals(what);
  }

  private void follow(Event event, int at) {
    if (isA(event, CALL)) {
      Address called = called(event);
      if (called != null) {
        running.push(new Running(called, at + 1));
      }
    } else if (isA(event, RETURN)) {
      running.pollFirst();
    } else if (isA(event, ERROR)) {
      while (!running.isEmpty() && !running.getFirst().contract.equals(event.contract())) {
        int from = running.pop().from;
        for (int i = from; i < at; i++) {
          failed.add(i);
        }
      }
    }
  }

  private static @Nullable Address called(Event event) {
    return event.topics().size() > 1 && event.topics().get(1) instanceof Val.Bytes(String hex)
        ? Address.contract(HexFormat.of().parseHex(hex))
        : null;
  }

  /** The contract that is called is shown by its address. */
  private static Event shown(Event event) {
    Address called = isA(event, CALL) ? called(event) : null;
    return called == null || event.topics().size() < 3
        ? event
        : new Event(
            event.contract(),
            event.kind(),
            List.of(CALL, new Val.ContractId(called), event.topics().get(2)),
            event.data());
  }
}

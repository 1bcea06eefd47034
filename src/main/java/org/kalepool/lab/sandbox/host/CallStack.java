package org.kalepool.lab.sandbox.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** The stack of calls. What a call that fails wrote, emitted and used up is undone. */
final class CallStack {
  private static final int MOST_FRAMES = 100;
  private static final long FRAME_SIZE = 552;

  private final Host host;
  private final List<CallFrame> stack = new ArrayList<>();

  CallStack(Host host) {
    this.host = host;
  }

  HostValue run(CallFrame frame, Supplier<HostValue> body) {
    if (stack.size() >= MOST_FRAMES) {
      throw HostFault.of(Kind.CONTEXT, Code.EXCEEDED_LIMIT, "too many frames");
    }
    byte[] contract = frame.contract();
    if (contract != null) {
      host.authority().pushContract(contract, frame.function());
    }
    HostAuthority.Snapshot authority = host.authority().snapshot();
    Map<EntryKey, Optional<EntryState>> entries = host.storage().snapshot();
    int events = host.log().size();
    host.budget().list(1, FRAME_SIZE);
    stack.add(frame);
    boolean done = false;
    try {
      HostValue value = checked(body.get());
      persist(frame);
      done = true;
      return value;
    } finally {
      stack.removeLast();
      if (stack.isEmpty()) {
        host.authority().emulate();
      }
      if (!done) {
        host.storage().rollback(entries);
        host.log().rollback(events);
      }
      host.authority().pop(done ? null : authority);
    }
  }

  private HostValue checked(HostValue value) {
    if (value.tag() != Tags.ERROR) {
      return value;
    }
    HostValue.Small error = (HostValue.Small) value;
    if (Values.isContractError(error)) {
      String message = "escalating Ok(ScErrorType::Contract) frame-exit to Err";
      throw host.log().note(Values.fault(error, message), message);
    }
    throw host.log()
        .fault(
            Kind.CONTEXT,
            Code.INVALID_ACTION,
            "frame-exit with Ok(Error) carrying a non-ScErrorType::Contract Error",
            error);
  }

  CallFrame current() {
    if (stack.isEmpty()) {
      throw host.log().fault(Kind.CONTEXT, Code.INTERNAL_ERROR, "no contract running");
    }
    return stack.getLast();
  }

  /** The id of the contract that runs, null when none does. */
  byte @Nullable [] contractOrNull() {
    return stack.isEmpty() ? null : stack.getLast().contract();
  }

  byte[] contractId() {
    byte[] contract = contractOrNull();
    if (contract == null) {
      throw host.log()
          .fault(Kind.CONTEXT, Code.INTERNAL_ERROR, "Current context has no contract ID");
    }
    return contract;
  }

  /** How many contracts' frames back the contract runs, -1 when it does not. */
  int distance(byte[] contract) {
    int distance = 0;
    for (CallFrame frame : stack.reversed()) {
      byte[] id = frame.contract();
      if (id != null) {
        if (Arrays.equals(id, contract)) {
          return distance;
        }
        distance++;
      }
    }
    return -1;
  }

  /** The instance's storage of the contract that runs. */
  HostValue.Dict store() {
    CallFrame frame = current();
    HostValue.Dict store = frame.store();
    if (store == null) {
      Instance instance = frame.instance();
      if (instance == null) {
        throw host.log()
            .fault(
                Kind.CONTEXT, Code.INTERNAL_ERROR, "access to instance in frame without instance");
      }
      store = map(instance);
      frame.load(store);
    }
    return store;
  }

  private HostValue.Dict map(Instance instance) {
    byte[] storage = instance.storage();
    return storage == null ? Values.EMPTY_MAP : host.in().pairs(new XdrIn(storage));
  }

  /** Writes the instance's storage of the contract that runs to its entry. */
  void persistCurrent() {
    persist(current());
  }

  private void persist(CallFrame frame) {
    HostValue.Dict store = frame.store();
    byte[] contract = frame.contract();
    if (store == null || contract == null || !frame.storeChanged()) {
      return;
    }
    XdrOut out = new XdrOut();
    new InstanceOut(host).write(out, store);
    host.codes().store(contract, null, out.bytes());
    for (CallFrame other : stack) {
      byte[] id = other.contract();
      if (!other.equals(frame) && id != null && Arrays.equals(id, contract)) {
        other.load(map(host.codes().instance(contract)));
      }
    }
  }

  /** The storage of an instance, in whose keys no multiplexed address may be. */
  private record InstanceOut(Host host) {
    void write(XdrOut out, HostValue.Dict store) {
      out.int32(store.keys().size());
      for (int i = 0; i < store.keys().size(); i++) {
        host.out().write(out, store.keys().get(i), true);
        host.out().write(out, store.values().get(i), false);
      }
    }
  }
}

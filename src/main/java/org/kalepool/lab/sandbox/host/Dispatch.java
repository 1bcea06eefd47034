package org.kalepool.lab.sandbox.host;

import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;

/** Between 64 bits and values where a contract calls the host. */
final class Dispatch {
  private static final int MOST_STORAGE_TYPE = 2;

  private Dispatch() {}

  static long call(Host host, CallFrame frame, HostFunction function, long[] bits) {
    host.budget().charge(CostType.DISPATCH_HOST_FUNCTION);
    @Nullable HostValue[] values = new HostValue[bits.length];
    for (int i = 0; i < bits.length; i++) {
      values[i] = argument(host, frame, function.args().get(i), bits[i]);
    }
    try {
      Object result = function.body().call(host, new HostArgs(frame, values, bits));
      return result instanceof Long number
          ? number
          : frame.toBits((HostValue) result, host.budget());
    } catch (HostFault e) {
      throw host.log()
          .note(
              e,
              "escalating error to VM trap from failed host function call: " + function.longName());
    }
  }

  private static @Nullable HostValue argument(Host host, CallFrame frame, ArgType type, long bits) {
    if (type.raw()) {
      if ((type == ArgType.STORAGE || type == ArgType.EXTENSION)
          && (bits < 0 || bits > MOST_STORAGE_TYPE)) {
        throw invalid();
      }
      return null;
    }
    if (!Tags.good(bits) || !type.takes((int) (bits & 0xFF))) {
      throw invalid();
    }
    return toValue(host, frame, bits);
  }

  /** The value that 64 good bits stand for in this frame. */
  static HostValue toValue(Host host, CallFrame frame, long bits) {
    int tag = (int) (bits & 0xFF);
    if (tag < Tags.U64_OBJECT || tag > Tags.EXECUTABLE_TAG) {
      return new HostValue.Small(bits);
    }
    long handle = bits >>> 32;
    if ((handle & 1) != 0) {
      throw host.log()
          .fault(
              Kind.VALUE,
              Code.INVALID_INPUT,
              "relative_to_absolute given an absolute reference",
              Values.u32(handle));
    }
    int index = (int) (handle >>> 1);
    if (index >= frame.handles().size()) {
      throw host.log()
          .fault(
              Kind.VALUE,
              Code.INVALID_INPUT,
              "unknown relative object reference",
              Values.u32(handle));
    }
    HostValue value = frame.handles().get(index);
    if (value.tag() != tag) {
      throw host.log()
          .fault(Kind.VALUE, Code.INVALID_INPUT, "relative and absolute object types differ");
    }
    return value;
  }

  private static HostFault invalid() {
    return HostFault.of(Kind.VALUE, Code.INVALID_INPUT, "argument of another type");
  }
}

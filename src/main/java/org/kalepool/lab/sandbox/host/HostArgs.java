package org.kalepool.lab.sandbox.host;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arguments of a host function, of the types that it takes. */
final class HostArgs {
  private final CallFrame frame;
  private final @Nullable HostValue[] values;
  private final long[] raw;

  HostArgs(CallFrame frame, @Nullable HostValue[] values, long[] raw) {
    this.frame = frame;
    this.values = values;
    this.raw = raw;
  }

  /** The frame of the contract that calls. */
  CallFrame frame() {
    return frame;
  }

  HostValue value(int at) {
    HostValue value = values[at];
    if (value == null) {
      throw new IllegalStateException("argument " + at + " is no value");
    }
    return value;
  }

  /** 64 bits that are no value. */
  long raw(int at) {
    return raw[at];
  }

  long u32(int at) {
    return Values.u32(value(at));
  }

  byte[] blob(int at) {
    return Values.blob(value(at));
  }

  List<HostValue> items(int at) {
    return Values.items(value(at));
  }

  HostValue.Dict map(int at) {
    return (HostValue.Dict) value(at);
  }
}

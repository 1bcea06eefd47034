package org.kalepool.lab.sandbox.host;

/** New objects, counted. */
final class Make {
  private Make() {}

  static HostValue object(Host host, HostValue value) {
    if (value.isObject()) {
      host.budget().alloc(64);
    }
    return value;
  }

  /** Bytes that are copied to be an object. */
  static HostValue bytes(Host host, byte[] bytes) {
    host.budget().list(bytes.length, 1);
    return object(host, Values.bytes(bytes));
  }

  /** An object is looked at. */
  static void visit(Host host) {
    host.budget().charge(CostType.VISIT_OBJECT);
  }
}

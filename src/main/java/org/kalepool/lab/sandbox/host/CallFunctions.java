package org.kalepool.lab.sandbox.host;

/** Module {@code d}: calls of other contracts. */
final class CallFunctions {
  private static final String TYPES = "AddressObject,Symbol,VecObject->Val";

  private CallFunctions() {}

  static void add(HostFunctions.Table table) {
    table.add(
        "d._",
        "call",
        TYPES,
        (host, args) ->
            host.calls().byContract(args.value(0), args.value(1), args.value(2), false));
    table.add(
        "d.0",
        "try_call",
        TYPES,
        (host, args) -> host.calls().byContract(args.value(0), args.value(1), args.value(2), true));
  }
}

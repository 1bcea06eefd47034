package org.kalepool.lab.sandbox.host;

import com.dylibso.chicory.runtime.Memory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;

/** Module {@code x}: where a contract runs, events, comparing, failing. */
final class ContextFunctions {
  private ContextFunctions() {}

  static void add(HostFunctions.Table table) {
    table.add(
        "x._",
        "log_from_linear_memory",
        "U32Val,U32Val,U32Val,U32Val->Void",
        ContextFunctions::log);
    table.add("x.0", "obj_cmp", "Val,Val->i64", ContextFunctions::compare);
    table.add(
        "x.1",
        "contract_event",
        "VecObject,Val->Void",
        (host, args) -> {
          host.log().contractEvent(args.items(0), args.value(1));
          return Values.VOID;
        });
    table.add(
        "x.2",
        "get_ledger_version",
        "->U32Val",
        (host, args) -> Values.u32(host.ledger().protocol()));
    table.add(
        "x.3",
        "get_ledger_sequence",
        "->U32Val",
        (host, args) -> Values.u32(host.ledger().sequence()));
    table.add(
        "x.4",
        "get_ledger_timestamp",
        "->U64Val",
        (host, args) -> Values.u64(host.ledger().timestamp()));
    table.add("x.5", "fail_with_error", "Error->Void", ContextFunctions::fail);
    table.add(
        "x.6",
        "get_ledger_network_id",
        "->BytesObject",
        (host, args) -> Make.bytes(host, host.ledger().networkId()));
    table.add(
        "x.7",
        "get_current_contract_address",
        "->AddressObject",
        (host, args) -> Make.object(host, Values.contract(host.frames().contractId())));
    table.add(
        "x.8",
        "get_max_live_until_ledger",
        "->U32Val",
        (host, args) -> Values.u32(host.ledger().maxLiveUntil()));
  }

  /** What cannot be read is not logged, and nothing fails for it. */
  private static Object log(Host host, HostArgs args) {
    Memory memory = args.frame().memory();
    host.budget().pause();
    try {
      if (memory != null) {
        LinearMemory linear = new LinearMemory(host, args.frame());
        byte[] message = linear.read(args.u32(0), args.u32(1));
        List<HostValue> values = linear.values(args.u32(2), args.u32(3));
        host.log().log(
            new String(message, StandardCharsets.UTF_8), values.toArray(HostValue[]::new));
      }
    } catch (HostFault ignored) {
      return Values.VOID;
    } finally {
      host.budget().resume();
    }
    return Values.VOID;
  }

  private static Object compare(Host host, HostArgs args) {
    HostValue a = args.value(0);
    HostValue b = args.value(1);
    if (!a.isObject() && !b.isObject()) {
      throw host.log()
          .fault(Kind.VALUE, Code.UNEXPECTED_TYPE, "two non-object args to obj_cmp", a, b);
    }
    host.budget().charge(CostType.VISIT_OBJECT);
    return (long) Integer.signum(host.order().compare(a, b));
  }

  private static Object fail(Host host, HostArgs args) {
    HostValue.Small error = (HostValue.Small) args.value(0);
    if (Values.isContractError(error)) {
      String message = "failing with contract error";
      throw host.log().note(Values.fault(error, message), message, Values.u32(error.bits() >>> 32));
    }
    throw host.log()
        .fault(
            Kind.CONTEXT,
            Code.UNEXPECTED_TYPE,
            "contract attempted to fail with non-ContractError error code",
            error);
  }
}

package org.kalepool.lab.sandbox.host;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;

/** Calls of contracts, in wasm or in Java. */
final class Calls {
  /** Whether a contract may be called that is running already. */
  enum Reentry {
    REFUSED,
    /** By itself and nothing in between. */
    BY_ITSELF
  }

  private final Host host;
  private final Natives natives;

  Calls(Host host, Natives natives) {
    this.host = host;
    this.natives = natives;
  }

  /** A call as contracts and transactions make them. */
  HostValue external(byte[] contract, HostValue function, List<HostValue> args) {
    if (Values.text(function).startsWith("__")) {
      throw host.log()
          .fault(
              Kind.CONTEXT,
              Code.INVALID_ACTION,
              "can't invoke a reserved function directly",
              function);
    }
    return internal(contract, function, args, Reentry.REFUSED, false);
  }

  /**
   * A call as the host makes them, also of reserved functions.
   *
   * @param missingIsFine whether a function that is not there returns nothing
   */
  HostValue internal(
      byte[] contract,
      HostValue function,
      List<HostValue> args,
      Reentry reentry,
      boolean missingIsFine) {
    int distance = host.frames().distance(contract);
    if (distance == 0 && reentry == Reentry.BY_ITSELF) {
      host.frames().persistCurrent();
    } else if (distance >= 0) {
      throw host.log().fault(Kind.CONTEXT, Code.INVALID_ACTION, "Contract re-entry is not allowed");
    }
    host.log().called(contract, function, args);
    HostValue result = run(contract, function, args, missingIsFine);
    host.log().returned(contract, function, result);
    return result;
  }

  private HostValue run(
      byte[] contract, HostValue function, List<HostValue> args, boolean missingIsFine) {
    Instance instance = host.codes().instance(contract);
    host.budget().list(args.size(), 8);
    CallFrame frame = CallFrame.of(contract, function, args, instance);
    Executable executable = instance.executable();
    if (executable.kind() == Executable.ASSET) {
      NativeContract asset = natives.asset();
      if (asset == null) {
        throw host.log()
            .fault(Kind.CONTEXT, Code.INTERNAL_ERROR, "not imitated: contracts of assets");
      }
      return host.frames().run(frame, () -> nativeCall(asset, function, args));
    }
    byte[] hash = host.codes().hash(executable);
    NativeContract own = natives.code(hash);
    if (own != null) {
      host.codes().touch(hash);
      return host.frames().run(frame, () -> nativeCall(own, function, args));
    }
    Module module = host.codes().module(hash);
    Vm vm = new Vm(host, module, frame);
    return host.frames().run(frame, () -> vm.call(function, args, missingIsFine));
  }

  private HostValue nativeCall(NativeContract contract, HostValue function, List<HostValue> args) {
    HostNative frame = new HostNative(host);
    return frame.toHost(
        contract.call(frame, Values.text(function), args.stream().map(frame::toNative).toList()));
  }

  /** Fills the storage of an asset's contract that was just made. */
  void assetMade(byte[] contract, byte[] asset) {
    HostValue function = Values.symbol("init_asset");
    List<HostValue> args = List.of(Values.bytes(asset));
    host.log().called(contract, function, args);
    CallFrame frame = CallFrame.of(contract, function, args, host.codes().instance(contract));
    host.frames()
        .run(
            frame,
            () -> {
              host.budget().add(AssetStart.INSTRUCTIONS, 0);
              host.frames().store();
              frame.change(AssetStart.of(asset));
              return Values.VOID;
            });
    host.log().returned(contract, function, Values.VOID);
  }

  /** What {@code call} and {@code try_call} have in common. */
  HostValue byContract(HostValue address, HostValue function, HostValue args, boolean caught) {
    List<HostValue> list = Values.items(args);
    host.budget().list(list.size(), 8);
    byte[] contract = contractId(address);
    try {
      return external(contract, function, list);
    } catch (HostFault e) {
      host.log()
          .note(e, caught ? "contract try_call failed" : "contract call failed", function, args);
      if (!caught || !Host.recoverable(e)) {
        throw e;
      }
      return e.kind() == Kind.CONTRACT
          ? Values.error(e)
          : Values.error(Kind.CONTEXT.ordinal(), Code.INVALID_ACTION.ordinal());
    }
  }

  byte[] contractId(HostValue address) {
    byte[] id = contractIdOrNull(address);
    if (id == null) {
      throw host.log().fault(Kind.OBJECT, Code.INVALID_INPUT, "not a contract address");
    }
    return id;
  }

  static byte @Nullable [] contractIdOrNull(HostValue address) {
    byte[] xdr = Values.blob(address);
    return Values.isContract(xdr) ? Arrays.copyOfRange(xdr, 4, 36) : null;
  }
}

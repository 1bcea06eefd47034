package org.kalepool.lab.sandbox.host;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.MemorySection;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.ArrayList;
import java.util.List;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;

/** A module that runs. */
final class Vm {
  private static final int MOST_ARGS = 32;
  private static final int MOST_TABLE_ENTRIES = 1_000;

  private final Host host;
  private final Module module;
  private final CallFrame frame;
  private final com.dylibso.chicory.runtime.Instance instance;

  /**
   * @param frame whose call it is to run
   */
  Vm(Host host, Module module, CallFrame frame) {
    this.host = host;
    this.module = module;
    this.frame = frame;
    module.costs().chargeStarting(host.budget());
    ImportValues imports = link();
    WasmLimits limits = new WasmLimits(host.budget(), module.fuel());
    limits.start(
        module
            .wasm()
            .memorySection()
            .filter(section -> section.memoryCount() > 0)
            .map((MemorySection section) -> section.getMemory(0).limits())
            .orElse(null));
    if (module.wasm().tableSection().tableCount() > 0
        && module.wasm().tableSection().getTable(0).limits().min() > MOST_TABLE_ENTRIES) {
      throw Budget.exceeded();
    }
    try {
      var builder =
          com.dylibso.chicory.runtime.Instance.builder(module.wasm())
              .withImportValues(imports)
              .withMemoryFactory(ByteArrayMemory::new)
              .withMachineFactory(DepthLimitedMachine::new)
              .withStart(false)
              .withUnsafeExecutionListener(limits);
      this.instance = builder.build();
    } catch (ChicoryException e) {
      String message = String.valueOf(e.getMessage());
      Code code = message.contains("memory access") ? Code.INDEX_BOUNDS : Code.INVALID_ACTION;
      throw host.log().fault(Kind.WASM_VM, code, message);
    }
    limits.of(instance.memory());
    Export memory = module.export("memory");
    frame.memory(
        memory != null && memory.exportType() == ExternalType.MEMORY ? instance.memory() : null);
  }

  private ImportValues link() {
    List<ImportFunction> functions = new ArrayList<>();
    for (Module.Wanted wanted : module.imports()) {
      HostFunction function = HostFunctions.find(wanted.module(), wanted.name());
      if (function == null) {
        throw refused();
      }
      if (function.since() > module.protocol() && function.since() > HostFunctions.FIRST) {
        throw host.log()
            .fault(
                Kind.WASM_VM,
                Code.INVALID_ACTION,
                "contract calls a host function not yet supported by current protocol");
      }
      if (!function.fits(wanted.type())) {
        throw refused();
      }
      functions.add(
          new com.dylibso.chicory.runtime.HostFunction(
              wanted.module(),
              wanted.name(),
              wanted.type(),
              (ignored, args) -> new long[] {Dispatch.call(host, frame, function, args)}));
    }
    if (module.othersImported()) {
      throw refused();
    }
    return ImportValues.builder().withFunctions(functions).build();
  }

  private HostFault refused() {
    return host.log().fault(Kind.WASM_VM, Code.INVALID_ACTION, "Error(WasmVm, InvalidAction)");
  }

  HostValue call(HostValue function, List<HostValue> args, boolean missingIsFine) {
    host.budget().list(args.size(), 16);
    long[] bits = new long[args.size()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = frame.toBits(args.get(i), host.budget());
    }
    host.budget().charge(CostType.INVOKE_VM_FUNCTION);
    Export export = module.export(Values.text(function));
    if (export == null) {
      if (missingIsFine) {
        return Values.VOID;
      }
      throw host.log()
          .fault(
              Kind.WASM_VM,
              Code.MISSING_VALUE,
              "trying to invoke non-existent contract function",
              function);
    }
    if (export.exportType() != ExternalType.FUNCTION) {
      throw host.log()
          .fault(
              Kind.WASM_VM,
              Code.UNEXPECTED_TYPE,
              "trying to invoke Wasm export that is not a function",
              function);
    }
    if (bits.length > MOST_ARGS) {
      throw host.log()
          .fault(
              Kind.WASM_VM, Code.INVALID_INPUT, "Too many arguments in Wasm invocation", function);
    }
    FunctionType type = module.type(export);
    checkType(type, bits.length, function);
    long[] results = run(export, bits, function);
    if (!type.returns().getFirst().equals(ValType.I64) || !Tags.good(results[0])) {
      throw HostFault.of(Kind.VALUE, Code.UNEXPECTED_TYPE, "no value");
    }
    return Dispatch.toValue(host, frame, results[0]);
  }

  private void checkType(FunctionType type, int args, HostValue function) {
    if (type.params().size() != args) {
      throw callFailed(Code.UNEXPECTED_SIZE, "MismatchingParameterLen", function);
    }
    if (!type.params().stream().allMatch(ValType.I64::equals)) {
      throw callFailed(Code.UNEXPECTED_TYPE, "MismatchingParameterType", function);
    }
    if (type.returns().size() != 1) {
      throw callFailed(Code.UNEXPECTED_SIZE, "MismatchingResultLen", function);
    }
  }

  private HostFault callFailed(Code code, String why, HostValue function) {
    return host.log().fault(Kind.WASM_VM, code, "VM call failed: Func(" + why + ")", function);
  }

  private long[] run(Export export, long[] args, HostValue function) {
    try {
      return instance.getMachine().call(export.index(), args);
    } catch (HostFault e) {
      if (e.is(Kind.BUDGET, Code.EXCEEDED_LIMIT) && WasmLimits.OUT_OF_FUEL.equals(e.getMessage())) {
        throw host.log().note(e, "VM call trapped: OutOfFuel", function);
      }
      host.log().log("VM call trapped with HostError", function, Values.error(e));
      throw e;
    } catch (ChicoryException | IndexOutOfBoundsException | IllegalArgumentException e) {
      WasmTrap trap = WasmTrap.of(e);
      throw host.log()
          .note(
              HostFault.of(trap.kind(), trap.code(), trap.text()),
              "VM call trapped: " + trap.text(),
              function);
    }
  }
}

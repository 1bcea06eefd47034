package org.kalepool.lab.sandbox.host;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.Element;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Global;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;

/**
 * Refuses what the network's engine does not take though it is valid wasm: floats, vectors of
 * numbers, several results, references, tail calls, exceptions, threads.
 */
final class ModuleCheck {
  private static final int EMPTY_BLOCK = 0x40;

  private ModuleCheck() {}

  static void check(WasmModule wasm) {
    for (FunctionType type : wasm.typeSection().types()) {
      check(type.params());
      check(type.returns());
      if (type.returns().size() > 1) {
        throw refused("several results");
      }
    }
    for (Global global : wasm.globalSection().globals()) {
      check(List.of(global.valueType()));
      constant(global.initInstructions());
    }
    for (Element element : wasm.elementSection().elements()) {
      element.initializers().forEach(ModuleCheck::constant);
    }
    if (wasm.tableSection().tableCount() > 1 || wasm.tagSection().isPresent()) {
      throw refused("several tables or exceptions");
    }
    for (int i = 0; i < wasm.tableSection().tableCount(); i++) {
      if (!wasm.tableSection().getTable(i).elementType().equals(ValType.FuncRef)) {
        throw refused("references");
      }
    }
    if (wasm.startSection().isPresent()) {
      throw refused("a start function");
    }
    checkNames(wasm);
    for (FunctionBody body : wasm.codeSection().functionBodies()) {
      check(body.localTypes());
      body.instructions().forEach(ModuleCheck::check);
    }
  }

  private static void checkNames(WasmModule wasm) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < wasm.exportSection().exportCount(); i++) {
      if (!names.add(wasm.exportSection().getExport(i).name())) {
        throw refused("an export twice");
      }
    }
  }

  private static void check(List<ValType> types) {
    for (ValType type : types) {
      if (!type.equals(ValType.I32) && !type.equals(ValType.I64)) {
        throw refused("a value of type " + type);
      }
    }
  }

  /** One instruction and its end. */
  private static void constant(List<? extends Instruction> init) {
    if (init.size() > 2) {
      throw refused("extended constants");
    }
  }

  private static void check(AnnotatedInstruction instruction) {
    OpCode op = instruction.opcode();
    int code = op.opcode();
    switch (op) {
      case BLOCK, LOOP, IF -> block(instruction.operand(0));
      case CALL_INDIRECT -> {
        if (instruction.operand(1) != 0) {
          throw refused("several tables");
        }
      }
      case THROW,
          THROW_REF,
          RETURN_CALL,
          RETURN_CALL_INDIRECT,
          CALL_REF,
          RETURN_CALL_REF,
          SELECT_T,
          TRY_TABLE,
          TABLE_GET,
          TABLE_SET,
          TABLE_GROW,
          TABLE_SIZE,
          TABLE_FILL,
          REF_NULL,
          REF_IS_NULL,
          REF_FUNC,
          REF_AS_NON_NULL,
          BR_ON_NULL,
          BR_ON_NON_NULL ->
          throw refused(op.toString());
      default -> {
        if (floating(op, code) || (code >= 0xFC00 && code <= 0xFC07) || code >= 0xFD00) {
          throw refused(op.toString());
        }
      }
    }
  }

  private static boolean floating(OpCode op, int code) {
    return code < 0xFC00 && (op.name().contains("F32") || op.name().contains("F64"));
  }

  /** A block gives nothing or one integer. */
  private static void block(long type) {
    if (type == EMPTY_BLOCK) {
      return;
    }
    if (type >= 0 && type != 0x7F && type != 0x7E) {
      throw refused("a block with a function's type");
    }
  }

  private static HostFault refused(String what) {
    return HostFault.of(Kind.WASM_VM, Code.INVALID_ACTION, "not taken: " + what);
  }
}

package org.kalepool.lab.sandbox.host;

import com.dylibso.chicory.wasm.ChicoryException;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;

/** Why wasm stopped, as the network's engine calls it. */
enum WasmTrap {
  UNREACHABLE(Kind.WASM_VM, Code.INVALID_ACTION, "UnreachableCodeReached"),
  MEMORY(Kind.WASM_VM, Code.INDEX_BOUNDS, "MemoryOutOfBounds"),
  TABLE(Kind.WASM_VM, Code.INDEX_BOUNDS, "TableOutOfBounds"),
  EMPTY_PLACE(Kind.WASM_VM, Code.MISSING_VALUE, "IndirectCallToNull"),
  DIVISION(Kind.WASM_VM, Code.ARITH_DOMAIN, "IntegerDivisionByZero"),
  OVERFLOW(Kind.WASM_VM, Code.ARITH_DOMAIN, "IntegerOverflow"),
  SIGNATURE(Kind.WASM_VM, Code.UNEXPECTED_TYPE, "BadSignature"),
  STACK(Kind.BUDGET, Code.EXCEEDED_LIMIT, "StackOverflow");

  private final Kind kind;
  private final Code code;
  private final String text;

  WasmTrap(Kind kind, Code code, String text) {
    this.kind = kind;
    this.code = code;
    this.text = text;
  }

  Kind kind() {
    return kind;
  }

  Code code() {
    return code;
  }

  String text() {
    return text;
  }

  /** By the interpreter's words, which are those of the specification. */
  static WasmTrap of(RuntimeException trap) {
    String message = String.valueOf(trap.getMessage());
    if (!(trap instanceof ChicoryException)) {
      // the interpreter leaves it to Java to notice where memory ends
      return MEMORY;
    }
    if (message.contains("unreachable")) {
      return UNREACHABLE;
    }
    if (message.contains("memory access") || message.contains("data segment")) {
      return MEMORY;
    }
    if (message.contains("table access") || message.contains("undefined element")) {
      return TABLE;
    }
    if (message.contains("uninitialized element")) {
      return EMPTY_PLACE;
    }
    if (message.contains("divide by zero")) {
      return DIVISION;
    }
    if (message.contains("integer overflow")) {
      return OVERFLOW;
    }
    if (message.contains("type mismatch")) {
      return SIGNATURE;
    }
    if (message.contains("stack exhausted")) {
      return STACK;
    }
    throw new IllegalStateException("an unknown trap: " + message, trap);
  }
}

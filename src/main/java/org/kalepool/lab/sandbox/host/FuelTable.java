package org.kalepool.lab.sandbox.host;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.OpCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What stretches of a module's code take, as the network's interpreter (wasmi, its costs as
 * soroban-env-host calibrates them) weighs them: a function, a turn of a loop and an arm of an if
 * are each paid as a whole when they are entered.
 */
final class FuelTable {
  private static final int BASE = 1;
  private static final int ENTITY = 3;
  private static final int LOAD = 2;
  private static final int STORE = 1;
  private static final int CALL = 67;
  private static final int LOCALS_FOR_ONE = 8;

  /** A stretch that is paid when its first instruction is reached. */
  private static final class Stretch {
    private final int start;
    private long fuel = BASE;

    Stretch(int start) {
      this.start = start;
    }
  }

  private record Scope(OpCode kind, Stretch outer, boolean reachable) {}

  private final int[] byAddress;

  private FuelTable(int[] byAddress) {
    this.byAddress = byAddress;
  }

  static FuelTable of(WasmModule wasm, int size) {
    int[] fuel = new int[size + 1];
    for (FunctionBody body : wasm.codeSection().functionBodies()) {
      function(body, fuel);
    }
    return new FuelTable(fuel);
  }

  /** What is to be paid before this instruction. */
  int before(int address) {
    return byAddress[address];
  }

  private static void function(FunctionBody body, int[] fuel) {
    List<AnnotatedInstruction> code = body.instructions();
    Deque<Scope> scopes = new ArrayDeque<>();
    Stretch stretch = new Stretch(code.getFirst().address());
    stretch.fuel += body.localTypes().size() / LOCALS_FOR_ONE;
    Stretch whole = stretch;
    boolean reachable = true;
    for (int i = 0; i < code.size(); i++) {
      OpCode op = code.get(i).opcode();
      int next = i + 1 < code.size() ? code.get(i + 1).address() : code.get(i).address();
      boolean ends = i + 1 < code.size() && isEnd(code.get(i + 1).opcode());
      switch (op) {
        case BLOCK -> scopes.push(new Scope(op, stretch, reachable));
        case LOOP, IF -> {
          if (op == OpCode.IF && reachable) {
            stretch.fuel += BASE;
          }
          scopes.push(new Scope(op, stretch, reachable));
          stretch = new Stretch(ends ? -1 : next);
        }
        case ELSE -> {
          settle(stretch, fuel);
          stretch = new Stretch(ends ? -1 : next);
          reachable = scopes.element().reachable();
        }
        case END -> {
          if (scopes.isEmpty()) {
            stretch.fuel += BASE;
            continue;
          }
          Scope scope = scopes.pop();
          if (scope.kind() != OpCode.BLOCK) {
            settle(stretch, fuel);
          }
          stretch = scope.outer();
          reachable = scope.reachable();
        }
        default -> {
          if (reachable) {
            stretch.fuel += cost(op);
          }
          if (op == OpCode.BR
              || op == OpCode.BR_TABLE
              || op == OpCode.RETURN
              || op == OpCode.UNREACHABLE) {
            reachable = false;
          }
        }
      }
    }
    settle(whole, fuel);
  }

  private static boolean isEnd(OpCode op) {
    return op == OpCode.END || op == OpCode.ELSE;
  }

  private static void settle(Stretch stretch, int[] fuel) {
    if (stretch.start >= 0) {
      fuel[stretch.start] += (int) stretch.fuel;
    }
  }

  private static int cost(OpCode op) {
    return switch (op) {
      case NOP -> 0;
      case CALL, CALL_INDIRECT -> CALL;
      case GLOBAL_GET,
          GLOBAL_SET,
          MEMORY_SIZE,
          MEMORY_GROW,
          MEMORY_COPY,
          MEMORY_FILL,
          MEMORY_INIT,
          DATA_DROP,
          TABLE_COPY,
          TABLE_INIT,
          ELEM_DROP ->
          ENTITY;
      default -> {
        if (op.name().contains("_LOAD")) {
          yield LOAD;
        }
        yield op.name().contains("_STORE") ? STORE : BASE;
      }
    };
  }
}

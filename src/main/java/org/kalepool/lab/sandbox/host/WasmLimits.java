package org.kalepool.lab.sandbox.host;

import com.dylibso.chicory.runtime.ExecutionListener;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.OpCode;
import org.jspecify.annotations.Nullable;

/** Counts a module's instructions and its memory while it runs. */
final class WasmLimits implements ExecutionListener {
  static final String OUT_OF_FUEL = "budget limit exceeded";
  private static final long PAGE = 65_536;

  private final Budget budget;
  private final FuelTable fuel;
  private @Nullable Memory memory;

  WasmLimits(Budget budget, FuelTable fuel) {
    this.budget = budget;
    this.fuel = fuel;
  }

  /** The memory that it starts with. */
  void start(@Nullable MemoryLimits limits) {
    if (limits != null) {
      take(limits.initialPages());
    }
  }

  void of(@Nullable Memory its) {
    memory = its;
  }

  @Override
  public void onExecution(Instruction instruction, MStack stack) {
    int due = fuel.before(instruction.address());
    if (due != 0) {
      budget.wasm(due);
    }
    if (instruction.opcode() == OpCode.MEMORY_GROW && memory != null) {
      grow(memory, Integer.toUnsignedLong((int) stack.peek()));
    }
  }

  /** The network ends a call that asks for more than there may be. */
  private void grow(Memory its, long pages) {
    if (its.pages() + pages > its.maximumPages()) {
      throw Budget.exceeded();
    }
    take(pages);
  }

  private void take(long pages) {
    long bytes = pages * PAGE;
    if (bytes > budget.memoryLeft()) {
      throw Budget.exceeded();
    }
    budget.alloc(bytes);
  }
}

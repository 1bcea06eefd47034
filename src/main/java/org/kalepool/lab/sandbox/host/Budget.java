package org.kalepool.lab.sandbox.host;

/** Counts what a call takes and ends it when it is too much. */
final class Budget {
  private static final int MOST_DEPTH = 100;

  private final HostCosts costs;
  private final long instructionLimit;
  private final long memoryLimit;
  private final CostParam allocInstructions;
  private final CostParam allocMemory;
  private final CostParam copyInstructions;
  private final long wasmInstruction;
  private long instructions;
  private long memory;
  private int uncounted;
  private int depth;

  Budget(HostCosts costs) {
    this.costs = costs;
    this.instructionLimit = costs.instructionLimit();
    this.memoryLimit = costs.memoryLimit();
    this.allocInstructions = costs.instructions(CostType.MEM_ALLOC);
    this.allocMemory = costs.memory(CostType.MEM_ALLOC);
    this.copyInstructions = costs.instructions(CostType.MEM_CPY);
    this.wasmInstruction = costs.instructions(CostType.WASM_INSN_EXEC).constant();
  }

  long instructions() {
    return instructions;
  }

  long memory() {
    return memory;
  }

  long memoryLeft() {
    return memoryLimit - memory;
  }

  void charge(CostType type) {
    charge(type, 0);
  }

  void charge(CostType type, long input) {
    charge(type, 1, input);
  }

  void charge(CostType type, long times, long input) {
    add(costs.instructions(type).of(times, input), costs.memory(type).of(times, input));
  }

  void copy(long bytes) {
    add(copyInstructions.of(1, bytes), 0);
  }

  void alloc(long bytes) {
    add(allocInstructions.of(1, bytes), allocMemory.of(1, bytes));
  }

  /** A new list of so many items of this size. */
  void list(long items, long size) {
    copy(24);
    alloc(items * size);
    copy(items * size);
  }

  /** Something written as XDR in so many writes. */
  void encoded(long writes, long bytes) {
    CostParam own = costs.instructions(CostType.VAL_SER);
    CostParam ownMemory = costs.memory(CostType.VAL_SER);
    add(
        own.of(1, bytes) + own.constant() * (writes - 1),
        ownMemory.of(1, bytes) + ownMemory.constant() * (writes - 1));
  }

  /** Instructions of wasm, as its interpreter weighs them. */
  void wasm(long fuel) {
    instructions += fuel * wasmInstruction;
    if (instructions > instructionLimit) {
      throw exceeded();
    }
  }

  void add(long moreInstructions, long moreMemory) {
    if (uncounted > 0) {
      return;
    }
    instructions += moreInstructions;
    memory += moreMemory;
    if (instructions > instructionLimit || memory > memoryLimit) {
      throw exceeded();
    }
  }

  /** What is done until this is undone is not counted. */
  void pause() {
    uncounted++;
  }

  void resume() {
    uncounted--;
  }

  /** Goes a level deeper into a value. */
  void enter() {
    if (depth >= MOST_DEPTH) {
      throw HostFault.of(
          HostFault.Kind.CONTEXT, HostFault.Code.EXCEEDED_LIMIT, "depth limit exceeded");
    }
    depth++;
  }

  void leave() {
    depth--;
  }

  static HostFault exceeded() {
    return HostFault.of(
        HostFault.Kind.BUDGET, HostFault.Code.EXCEEDED_LIMIT, "budget limit exceeded");
  }
}

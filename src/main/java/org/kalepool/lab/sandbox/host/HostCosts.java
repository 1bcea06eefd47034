package org.kalepool.lab.sandbox.host;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The network's cost parameters and what one call may take: instructions, bytes of memory. */
public final class HostCosts {
  private static final long DEFAULT_INSTRUCTIONS = 100_000_000;
  private static final long DEFAULT_MEMORY = 40L * 1024 * 1024;

  private final List<CostParam> instructions;
  private final List<CostParam> memory;
  private final long instructionLimit;
  private final long memoryLimit;

  private HostCosts(
      List<CostParam> instructions,
      List<CostParam> memory,
      long instructionLimit,
      long memoryLimit) {
    this.instructions = instructions;
    this.memory = memory;
    this.instructionLimit = instructionLimit;
    this.memoryLimit = memoryLimit;
  }

  /** What soroban-env-host has built in: 100 million instructions, 40 MiB. */
  public static HostCosts builtIn() {
    return new HostCosts(
        Arrays.stream(CostType.values()).map(CostType::instructions).toList(),
        Arrays.stream(CostType.values()).map(CostType::memory).toList(),
        DEFAULT_INSTRUCTIONS,
        DEFAULT_MEMORY);
  }

  /**
   * The network's own.
   *
   * @param instructions ContractCostParams as XDR, as the setting has them; kinds beyond those
   *     given cost what is built in
   * @param memory the same for memory
   */
  public static HostCosts of(
      byte[] instructions, byte[] memory, long instructionLimit, long memoryLimit) {
    HostCosts builtIn = builtIn();
    return new HostCosts(
        params(instructions, builtIn.instructions),
        params(memory, builtIn.memory),
        instructionLimit,
        memoryLimit);
  }

  public HostCosts withLimits(long newInstructionLimit, long newMemoryLimit) {
    return new HostCosts(instructions, memory, newInstructionLimit, newMemoryLimit);
  }

  private static List<CostParam> params(byte[] xdr, List<CostParam> builtIn) {
    ByteBuffer in = ByteBuffer.wrap(xdr);
    List<CostParam> params = new ArrayList<>(builtIn);
    int count = in.getInt();
    for (int i = 0; i < count; i++) {
      in.getInt();
      CostParam param = new CostParam(in.getLong(), in.getLong());
      if (i < params.size()) {
        params.set(i, param);
      }
    }
    return List.copyOf(params);
  }

  CostParam instructions(CostType type) {
    return instructions.get(type.ordinal());
  }

  CostParam memory(CostType type) {
    return memory.get(type.ordinal());
  }

  public long instructionLimit() {
    return instructionLimit;
  }

  public long memoryLimit() {
    return memoryLimit;
  }
}

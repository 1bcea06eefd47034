package org.kalepool.lab.sandbox.host;

import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.List;

/**
 * A function that contracts import.
 *
 * @param module one letter
 * @param name one letter
 * @param since the first protocol that has it
 */
record HostFunction(
    String module,
    String name,
    String longName,
    List<ArgType> args,
    ArgType result,
    int since,
    Body body) {

  /** What it does. */
  @FunctionalInterface
  interface Body {
    /**
     * Does what it does.
     *
     * @return a {@link HostValue}, or a {@link Long} where 64 bits are asked for
     */
    Object call(Host host, HostArgs args);
  }

  /** Whether a module's import has this function's type: as many times 64 bits, and one result. */
  boolean fits(FunctionType type) {
    return type.params().size() == args.size()
        && type.params().stream().allMatch(ValType.I64::equals)
        && type.returns().size() == 1
        && type.returns().getFirst().equals(ValType.I64);
  }
}

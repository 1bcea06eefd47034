package org.kalepool.lab.sandbox.host;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.runtime.StackFrame;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.types.FunctionType;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The interpreter with as many frames as the network's has. */
final class DepthLimitedMachine extends InterpreterMachine {
  private static final int MOST_FRAMES = 1_024;

  private int depth;

  DepthLimitedMachine(Instance instance) {
    super(instance);
  }

  @Override
  protected long[] call(
      MStack stack,
      Instance instance,
      Deque<StackFrame> callStack,
      int function,
      long[] args,
      @Nullable FunctionType type,
      boolean popResults) {
    if (depth >= MOST_FRAMES) {
      throw new ChicoryException("call stack exhausted");
    }
    depth++;
    try {
      return super.call(stack, instance, callStack, function, args, type, popResults);
    } finally {
      depth--;
    }
  }
}

package org.kalepool.lab.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.sandbox.fault.Unreachable;
import org.kalepool.stellar.LocalNode;
import org.kalepool.stellar.RpcException;

/**
 * The sandbox as another node has it, which may be further behind than the pool's. On the
 * simulation's one thread.
 *
 * @param behind ledgers that it has not
 */
record LaggingNode(Sandbox sandbox, IntSupplier behind) implements LocalNode {
  @Override
  public JsonNode call(String method, @Nullable ObjectNode params) {
    int others = sandbox.faults().behind();
    sandbox.faults().behind(Math.max(others, behind.getAsInt()));
    try {
      return sandbox.call(method, params);
    } catch (Unreachable e) {
      throw new RpcException(method + ": " + e.getMessage(), e);
    } finally {
      sandbox.faults().behind(others);
    }
  }
}

package org.kalepool.lab.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.sandbox.fault.Unreachable;
import org.kalepool.stellar.LocalNode;
import org.kalepool.stellar.RpcException;

/** The sandbox behind a simulated pool; until it is attached nobody answers. */
@Singleton
@Unremovable
public final class SimulatedNode implements LocalNode {
  private volatile @Nullable Sandbox sandbox;
  private volatile Runnable beforeCall = () -> {};

  /**
   * Has it ask this network.
   *
   * @param fault run before every call, on the pool's thread
   */
  public void attach(Sandbox network, Runnable fault) {
    sandbox = network;
    beforeCall = fault;
  }

  @Override
  public JsonNode call(String method, @Nullable ObjectNode params) {
    Sandbox network = sandbox;
    if (network == null) {
      throw new RpcException(method + ": no network is attached yet");
    }
    beforeCall.run();
    try {
      return network.call(method, params);
    } catch (Unreachable e) {
      throw new RpcException(method + ": " + e.getMessage(), e);
    }
  }
}

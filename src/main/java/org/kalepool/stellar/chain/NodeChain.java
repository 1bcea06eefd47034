package org.kalepool.stellar.chain;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.FeeSettings;
import org.kalepool.stellar.LocalNode;
import org.kalepool.stellar.NetworkSettings;
import org.kalepool.stellar.NetworkStatus;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.stellar.RpcSettings;
import org.kalepool.stellar.rpc.HandmadeRpc;

/**
 * The chain for a process that reads it and keeps nothing: the same readers as the service's, put
 * together by hand. One of the adapter's two ways in beside its own beans.
 */
public final class NodeChain implements AutoCloseable {
  private final HandmadeRpc nodes;
  private final Terms terms;
  private final Chain chain;

  private NodeChain(HandmadeRpc nodes, Terms terms) {
    this.nodes = nodes;
    this.terms = terms;
    this.chain = new RpcChain(nodes.rpc(), nodes.network(), terms);
  }

  /**
   * Makes the readers; nothing is asked yet.
   *
   * @throws IllegalArgumentException if a setting of the nodes cannot be used
   */
  public static NodeChain of(
      RpcSettings rpc,
      FeeSettings fees,
      NetworkSettings network,
      Clock clock,
      RandomGenerator random,
      MeterRegistry metrics) {
    return of(HandmadeRpc.of(rpc, network, clock, random, metrics), clock, fees);
  }

  /** The same by a node in this process, as simulations have it. */
  public static NodeChain of(
      LocalNode node,
      RpcSettings rpc,
      FeeSettings fees,
      NetworkSettings network,
      Clock clock,
      RandomGenerator random,
      MeterRegistry metrics) {
    return of(HandmadeRpc.of(node, rpc, network, clock, random, metrics), clock, fees);
  }

  private static NodeChain of(HandmadeRpc nodes, Clock clock, FeeSettings fees) {
    return new NodeChain(nodes, new Terms(nodes.rpc(), clock, fees));
  }

  public Chain chain() {
    return chain;
  }

  public PoolContracts contracts() {
    return new RpcContracts(nodes.rpc(), nodes.network());
  }

  /** For the adapter's other rooms. */
  public HandmadeRpc nodes() {
    return nodes;
  }

  /** For the adapter's other rooms. */
  public Terms terms() {
    return terms;
  }

  public NetworkStatus status() {
    return nodes.watch();
  }

  @Override
  public void close() {
    nodes.close();
  }
}

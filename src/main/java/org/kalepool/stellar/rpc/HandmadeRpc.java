package org.kalepool.stellar.rpc;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.kalepool.stellar.LocalNode;
import org.kalepool.stellar.NetworkSettings;
import org.kalepool.stellar.RpcSettings;

/**
 * The nodes of {@code kale.rpc.url} for a process without a container and without books: whichever
 * ledgers a node has, it is believed, as long as it serves the network of the settings.
 *
 * @param network as set
 * @param watch how far it has been seen
 */
public record HandmadeRpc(
    StellarRpc rpc, ConfiguredNetwork network, NetworkWatch watch, RpcTransport transport)
    implements AutoCloseable {
  private static final Identity WITHOUT_BOOKS =
      new Identity() {
        @Override
        public void check(Supplier<Rpc.GetHealthResponse> health, LedgerHashes hashes) {
          // there is nothing to hold it against
        }

        @Override
        public void followed(long ledger, long closeTime) {
          // nobody asks for it after a restart
        }
      };

  /**
   * Takes the nodes over; asks nothing yet.
   *
   * @throws IllegalArgumentException if an address or a file of headers is none
   */
  public static HandmadeRpc of(
      RpcSettings settings,
      NetworkSettings network,
      Clock clock,
      RandomGenerator random,
      MeterRegistry metrics) {
    ObjectMapper json = RpcTransports.json();
    HttpLimits limits =
        new HttpLimits(
            settings.timeout(),
            settings.maxConcurrent(),
            settings.requestsPerSecond(),
            settings.maxAnswerBytes());
    return of(
        RpcTransports.overHttp(json, clock, settings.url(), settings.headersFile(), limits),
        settings,
        network,
        clock,
        random,
        metrics);
  }

  /** The same of a node in this process, whatever {@code kale.rpc.url} says. */
  public static HandmadeRpc of(
      LocalNode node,
      RpcSettings settings,
      NetworkSettings network,
      Clock clock,
      RandomGenerator random,
      MeterRegistry metrics) {
    return of(RpcTransports.inThisProcess(node), settings, network, clock, random, metrics);
  }

  private static HandmadeRpc of(
      RpcTransport transport,
      RpcSettings settings,
      NetworkSettings network,
      Clock clock,
      RandomGenerator random,
      MeterRegistry metrics) {
    ConfiguredNetwork configured = new ConfiguredNetwork(network);
    NetworkWatch watch = new NetworkWatch(clock, random, metrics, settings);
    return new HandmadeRpc(
        new StellarRpc(transport, RpcTransports.json(), configured, watch, WITHOUT_BOOKS, metrics),
        configured,
        watch,
        transport);
  }

  @Override
  public void close() {
    RpcTransports.close(transport);
  }
}

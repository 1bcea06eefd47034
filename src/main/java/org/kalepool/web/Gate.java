package org.kalepool.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.quarkus.arc.Unremovable;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What stands before HTTP. It bounds the connections of each address, gives each request a deadline
 * by which head and body have to be there, and lets none pass that is incomplete, malformed or too
 * large: those are answered with a problem document, closed, and counted in {@code
 * kale_http_refused_total}. Behind it nothing ever waits for a client, and nobody's inventions
 * become labels of metrics.
 *
 * <p>It holds what it has of a request until the last byte is there, in the connection's event
 * loop, so a request that dawdles costs a socket and at most {@code kale.http.max-body-bytes}.
 * HTTP/1 only: with {@code quarkus.http.http2=true} all passes it by but the bound on connections,
 * and so it does on the management port, where Quarkus always speaks both.
 */
@Singleton
@Unremovable
final class Gate implements HttpServerOptionsCustomizer {
  private final ClientAddresses addresses;
  private final Json json;
  private final MeterRegistry meters;
  private final int perAddress;
  private final long maxBody;
  private final Duration deadline;
  private final ConcurrentMap<String, Integer> connections = new ConcurrentHashMap<>();
  private volatile HttpServerOptions options = new HttpServerOptions();

  Gate(ClientAddresses addresses, Json json, MeterRegistry meters, HttpSettings settings) {
    this.addresses = addresses;
    this.json = json;
    this.meters = meters;
    this.perAddress = settings.connectionsPerAddress();
    this.maxBody = settings.maxBodyBytes();
    this.deadline = settings.requestTimeout();
  }

  /** The limits of head and chunks are those of the public port. */
  @Override
  public void customizeHttpServer(HttpServerOptions chosen) {
    options = chosen;
  }

  HttpServerOptions options() {
    return options;
  }

  long maxBody() {
    return maxBody;
  }

  Duration deadline() {
    return deadline;
  }

  void guard(Channel child) {
    child.pipeline().addFirst("gate-door", new GateDoor(this, admits(child)));
  }

  /** Whether its address may have one more; a proxy of ours has as many as it likes. */
  private boolean admits(Channel child) {
    if (perAddress <= 0
        || !(child.remoteAddress() instanceof InetSocketAddress remote)
        || remote.getAddress() == null
        || addresses.isProxy(remote.getAddress().getAddress())) {
      return true;
    }
    byte[] address = remote.getAddress().getAddress();
    String name = port(child.localAddress()) + " " + ClientAddress.of(address).name();
    int now = connections.merge(name, 1, Integer::sum);
    child.closeFuture().addListener(closed -> connections.computeIfPresent(name, Gate::oneLess));
    return now <= perAddress;
  }

  private static int port(SocketAddress local) {
    return local instanceof InetSocketAddress address ? address.getPort() : 0;
  }

  private static @org.jspecify.annotations.Nullable Integer oneLess(String name, int count) {
    return count > 1 ? count - 1 : null;
  }

  void count(String reason) {
    meters.counter("kale.http.refused", "reason", reason).increment();
  }

  String document(Refusal refusal, String path) {
    return json.write(Problem.of(refusal.kind(), refusal.detail(), path));
  }
}

package org.kalepool.web;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whom a request comes from. What a header says of it is believed of trusted proxies
 * only: each proxy adds whom it has it from at the end, so the last hop that is no proxy of ours is
 * the client, and what stands before it is the client's own invention. One header is looked at,
 * because proxies hand on what they do not write themselves.
 */
@Singleton
final class ClientAddresses {
  private static final String STANDARD = "Forwarded";

  private final List<Cidr> trusted;
  private final String header;

  ClientAddresses(HttpSettings settings) {
    this.trusted = settings.trustedProxies().orElse(List.of());
    this.header = settings.forwardedHeader().strip();
  }

  /**
   * The client of a request. The connection is asked, not the request: with {@code
   * quarkus.http.proxy} settings that would repeat what anybody has written into a header.
   */
  ClientAddress of(HttpServerRequest request) {
    String peer = request.connection().remoteAddress().hostAddress();
    return trusted.isEmpty() ? ClientAddress.of(peer) : of(peer, request.headers().getAll(header));
  }

  /**
   * The client, by the address that the connection comes from and the header's lines in their
   * order.
   */
  ClientAddress of(@Nullable String peer, List<String> lines) {
    Optional<byte[]> hop = ClientAddress.parse(peer);
    if (hop.isEmpty()) {
      return ClientAddress.UNKNOWN;
    }
    List<String> hops =
        lines.stream().flatMap(line -> List.of(line.split(",", -1)).stream()).toList();
    byte[] client = hop.get();
    for (int i = hops.size() - 1; i >= 0 && isProxy(client); i--) {
      Optional<byte[]> before = ClientAddress.parse(address(hops.get(i).strip()));
      if (before.isEmpty()) {
        break;
      }
      client = before.get();
    }
    return ClientAddress.of(client);
  }

  /** Whether this address, of 4 or 16 bytes, is that of a proxy of ours. */
  boolean isProxy(byte[] address) {
    return trusted.stream().anyMatch(network -> network.contains(address));
  }

  private @Nullable String address(String hop) {
    return header.equalsIgnoreCase(STANDARD) ? forwardedFor(hop) : withoutPort(hop);
  }

  /** {@code for="[2001:db8::1]:4711";proto=https} of RFC 7239; null if it names no address. */
  private static @Nullable String forwardedFor(String element) {
    for (String pair : element.split(";", -1)) {
      String[] parts = pair.strip().split("=", 2);
      if (parts.length == 2 && parts[0].strip().toLowerCase(Locale.ROOT).equals("for")) {
        return withoutPort(parts[1].strip().replace("\"", ""));
      }
    }
    return null;
  }

  private static String withoutPort(String text) {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      return end < 0 ? "" : text.substring(1, end);
    }
    int colon = text.indexOf(':');
    return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
  }
}

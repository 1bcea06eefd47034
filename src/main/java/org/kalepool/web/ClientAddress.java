package org.kalepool.web;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from, as far as limits go. Whoever has an IPv6 address usually has all of
 * its /64, so that is one client.
 *
 * @param name an IPv4 address, or the /64 of an IPv6 one
 * @param wider the network around it, /16 or /48, for when there are too many clients to tell apart
 */
record ClientAddress(String name, String wider) {
  /** What is no IP address, such as the path of a socket. */
  static final ClientAddress UNKNOWN = new ClientAddress("unknown", "unknown");

  private static final int IPV4_BYTES = 4;

  /** The client with this address; {@link #UNKNOWN} if it is none. */
  static ClientAddress of(@Nullable String text) {
    return parse(text).map(ClientAddress::of).orElse(UNKNOWN);
  }

  static ClientAddress of(byte[] address) {
    return address.length == IPV4_BYTES
        ? new ClientAddress(network(address, 32), network(address, 16))
        : new ClientAddress(network(address, 64), network(address, 48));
  }

  /**
   * An address without a name server being asked: 4 bytes, also for an IPv4 one that is written in
   * IPv6, or 16. A zone such as {@code %eth0} says nothing about who it is.
   */
  static Optional<byte[]> parse(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > 64) {
      return Optional.empty();
    }
    int zone = text.indexOf('%');
    try {
      return Optional.of(
          InetAddress.ofLiteral(zone < 0 ? text : text.substring(0, zone)).getAddress());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String network(byte[] address, int bits) {
    byte[] kept = Arrays.copyOf(Arrays.copyOf(address, bits / 8), address.length);
    try {
      String text = InetAddress.getByAddress(kept).getHostAddress();
      return bits == address.length * 8 ? text : text + "/" + bits;
    } catch (java.net.UnknownHostException e) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
    }
  }
}

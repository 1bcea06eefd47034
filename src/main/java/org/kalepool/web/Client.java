package org.kalepool.web;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Who is served, as limits see it.
 *
 * @param name of the address, or the farmer's, pooler's or operator's own
 * @param role {@link Caller#FARMER}, {@link Caller#POOLER}, {@link Caller#OPERATOR}, or {@link
 *     #ANYBODY} without a good token
 */
public record Client(String name, String role) {
  public static final String ANYBODY = "anybody";

  private static final String KEY = "client of the pool";
  private static final String ADDRESS = "address of the client";

  /** The client of a request that has passed the limits. */
  public static Client of(RoutingContext routing) {
    return known(routing)
        .orElseThrow(() -> new IllegalStateException("the request has not passed the limits"));
  }

  /** The same; empty if it has not, as one that is refused. */
  public static Optional<Client> known(RoutingContext routing) {
    return Optional.ofNullable(routing.get(KEY));
  }

  /**
   * The address that a request comes from, whoever sends it: {@link #name} without a token.
   *
   * @return an IPv4 address, or the /64 of an IPv6 one
   */
  public static String address(RoutingContext routing) {
    String address = routing.get(ADDRESS);
    if (address == null) {
      throw new IllegalStateException("the request has not passed the limits");
    }
    return address;
  }

  static void remember(RoutingContext routing, ClientAddress from) {
    routing.put(ADDRESS, from.name());
  }

  void remember(RoutingContext routing) {
    routing.put(KEY, this);
  }
}

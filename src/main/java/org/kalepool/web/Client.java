package org.kalepool.web;

import io.vertx.ext.web.RoutingContext;

/**
 * Who is served, as limits see it.
 *
 * @param name of the address, or the farmer's, pooler's or operator's own
 * @param role {@link Caller#FARMER}, {@link Caller#POOLER}, {@link Caller#OPERATOR}, or {@link
 *     #ANYBODY} without a good token
 */
public record Client(String name, String role) {
  public static final String ANYBODY = "anybody";

  private static final String KEY = "kale.client";

  /** The client of a request that has passed the limits. */
  public static Client of(RoutingContext routing) {
    Client client = routing.get(KEY);
    if (client == null) {
      throw new IllegalStateException("the request has not passed the limits");
    }
    return client;
  }

  void remember(RoutingContext routing) {
    routing.put(KEY, this);
  }
}

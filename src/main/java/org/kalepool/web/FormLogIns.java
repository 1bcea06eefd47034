package org.kalepool.web;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Function;

/** Tokens that are typed into a form, which count as those in headers do. */
@Singleton
public final class FormLogIns {
  private final LogIns logIns;
  private final ClientAddresses addresses;

  FormLogIns(LogIns logIns, ClientAddresses addresses) {
    this.logIns = logIns;
    this.addresses = addresses;
  }

  /**
   * Tries a token.
   *
   * @param open logs its owner in; empty if it is nobody's
   * @throws ProblemException if too many from there were wrong
   */
  public <T> Optional<T> attempt(
      RoutingContext routing, String token, Function<String, Optional<T>> open) {
    ClientAddress from = addresses.of(routing.request());
    logIns.mayTry(from);
    Optional<T> opened = open.apply(token);
    if (opened.isEmpty()) {
      logIns.failed(Token.hash(token), from);
    }
    return opened;
  }
}

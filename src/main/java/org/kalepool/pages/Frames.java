package org.kalepool.pages;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.web.Caller;
import org.kalepool.web.Client;
import org.kalepool.web.OperatorRole;

/** Knows who looks at a page. */
@Singleton
final class Frames {
  private final FormGuard guard;
  private final PageFiles assets;
  private final Clock clock;

  Frames(FormGuard guard, PageFiles assets, Clock clock) {
    this.guard = guard;
    this.assets = assets;
    this.clock = clock;
  }

  Frame of(RoutingContext routing, String title, String here) {
    boolean farmer = farmer(routing).isPresent();
    return new Frame(
        title,
        here,
        farmer,
        null,
        farmer ? guard.token(routing) : null,
        assets.version(),
        clock.instant());
  }

  /** For who was logged in by this very request. */
  Frame opened(String title, String here, String csrf) {
    return new Frame(title, here, true, null, csrf, assets.version(), clock.instant());
  }

  /** Around a page that is made without a request. */
  Frame bare(String title) {
    return new Frame(title, "", false, null, null, assets.version(), clock.instant());
  }

  /** Of an operators' page. */
  Frame ofOperator(RoutingContext routing, OperatorSeen operator, String title, String here) {
    return new Frame(
        title, here, false, operator, guard.token(routing), assets.version(), clock.instant());
  }

  /** Which operator is logged in. */
  static Optional<OperatorSeen> operator(RoutingContext routing) {
    return Client.known(routing)
        .filter(client -> client.role().equals(Caller.OPERATOR))
        .flatMap(
            client -> OperatorRole.of(routing).map(role -> new OperatorSeen(client.name(), role)));
  }

  /** Whether somebody is logged in; false also before the limits have found out. */
  static boolean isFarmer(RoutingContext routing) {
    return Client.known(routing).filter(client -> client.role().equals(Caller.FARMER)).isPresent();
  }

  /** Who is logged in. */
  static Optional<UUID> farmer(RoutingContext routing) {
    Client client = Client.of(routing);
    return client.role().equals(Caller.FARMER)
        ? Optional.of(UUID.fromString(client.name()))
        : Optional.empty();
  }
}

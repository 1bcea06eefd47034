package org.kalepool.web;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the requests a minute: for each farmer or operator and for each pooler, however they write
 * their token and wherever they are, and for each address of all others. Not a singleton but behind
 * a proxy: filters are made while a native binary is built, when no setting is known yet.
 */
@ApplicationScoped
public class RateLimit {
  private static final int MOST_ADDRESSES = 20_000;
  private static final int MOST_OWNERS = 20_000;

  private final ClientAddresses addresses;
  private final LogIns logIns;
  private final SessionCookie sessions;
  private final int anonymousPerMinute;
  private final int ownersPerMinute;
  private final Buckets anonymous;
  private final Buckets owners;
  private final int poolersPerMinute;
  private final Buckets poolers;

  RateLimit(
      Clock clock,
      ClientAddresses addresses,
      LogIns logIns,
      SessionCookie sessions,
      HttpSettings settings) {
    int ownersPerMinute = settings.farmerRequestsPerMinute();
    this.addresses = addresses;
    this.logIns = logIns;
    this.sessions = sessions;
    this.anonymousPerMinute = settings.requestsPerMinute();
    this.ownersPerMinute = anonymousPerMinute == 0 ? 0 : ownersPerMinute;
    this.anonymous = new Buckets(clock, Math.max(anonymousPerMinute, 1), MOST_ADDRESSES);
    this.owners = new Buckets(clock, Math.max(ownersPerMinute, 1), MOST_OWNERS);
    int poolersPerMinute = settings.poolerRequestsPerMinute();
    this.poolersPerMinute = anonymousPerMinute == 0 ? 0 : poolersPerMinute;
    this.poolers = new Buckets(clock, Math.max(poolersPerMinute, 1), MOST_OWNERS);
  }

  @ServerRequestFilter(preMatching = true)
  Uni<Void> limit(RoutingContext routing) {
    ClientAddress from = addresses.of(routing.request());
    Client.remember(routing, from);
    Optional<String> token = BearerAuthentication.token(routing.request(), sessions);
    if (token.isEmpty()) {
      anybody(routing, from);
      return Uni.createFrom().voidItem();
    }
    byte[] hash = Token.hash(token.get());
    Optional<Client> known = logIns.known(hash);
    if (known.isPresent()) {
      take(known.get());
    } else {
      logIns.mayTry(from);
    }
    Uni<@Nullable SecurityIdentity> identity = QuarkusHttpUser.getSecurityIdentity(routing, null);
    // What is thrown inside of the inner one comes out as it is, not beside the first failure.
    return identity
        .onItemOrFailure()
        .transformToUni(
            (found, failure) ->
                Uni.createFrom()
                    .voidItem()
                    .invoke(() -> identified(routing, from, hash, known, found, failure)));
  }

  /** Whoever fails to log in is served as anybody, as far as anybody is. */
  private void identified(
      RoutingContext routing,
      ClientAddress from,
      byte[] hash,
      Optional<Client> known,
      @Nullable SecurityIdentity found,
      @Nullable Throwable failure) {
    if (found == null || found.isAnonymous()) {
      if (failure instanceof AuthenticationFailedException) {
        logIns.failed(hash, from);
      }
      anybody(routing, from);
      return;
    }
    Client owner = owner(found);
    logIns.succeeded(hash, owner);
    if (known.isEmpty()) {
      take(owner);
    }
    owner.remember(routing);
    Caller.roleIn(found).ifPresent(role -> role.remember(routing));
  }

  private static Client owner(SecurityIdentity identity) {
    String role =
        Stream.of(Caller.OPERATOR, Caller.FARMER, Caller.POOLER)
            .filter(identity::hasRole)
            .findFirst()
            .orElseThrow();
    return new Client(identity.getPrincipal().getName(), role);
  }

  private void anybody(RoutingContext routing, ClientAddress from) {
    if (anonymousPerMinute > 0) {
      check(anonymous.take(from.name(), from.wider()), anonymousPerMinute);
    }
    new Client(from.name(), Client.ANYBODY).remember(routing);
  }

  private void take(Client owner) {
    String name = owner.role() + " " + owner.name();
    if (owner.role().equals(Caller.POOLER)) {
      if (poolersPerMinute > 0) {
        check(poolers.take(name, name), poolersPerMinute);
      }
    } else if (ownersPerMinute > 0) {
      check(owners.take(name, name), ownersPerMinute);
    }
  }

  private static void check(int seconds, int perMinute) {
    if (seconds > 0) {
      throw new ProblemException(
          ProblemKind.TOO_MANY_REQUESTS,
          "At most " + perMinute + " requests a minute.",
          List.of(),
          seconds);
    }
  }
}

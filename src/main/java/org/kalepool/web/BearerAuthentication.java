package org.kalepool.web;

import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** Takes the bearer token out of a request, and from one to a page what it is logged in by. */
@Singleton
final class BearerAuthentication implements HttpAuthenticationMechanism {
  private static final String PREFIX = "bearer ";

  private final SessionCookie sessions;

  BearerAuthentication(SessionCookie sessions) {
    this.sessions = sessions;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identities) {
    Optional<String> token = token(context.request(), sessions);
    if (token.isEmpty()) {
      return Uni.createFrom().nullItem();
    }
    return identities.authenticate(
        new TokenAuthenticationRequest(new TokenCredential(token.get(), "bearer")));
  }

  /** The bearer token that a request carries, or the secret of its session. */
  static Optional<String> token(HttpServerRequest request, SessionCookie sessions) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
      return sessions.of(request);
    }
    String token = header.substring(PREFIX.length()).strip();
    // A session is the browser's: by this header it is nobody's token.
    return Optional.of(SessionCookie.isSecret(token) ? "not a token" : token);
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of(TokenAuthenticationRequest.class);
  }

  @Override
  public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
    return Uni.createFrom()
        .item(new HttpCredentialTransport(HttpCredentialTransport.Type.AUTHORIZATION, "bearer"));
  }
}

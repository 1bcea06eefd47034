package org.kalepool.web;

import io.quarkus.arc.All;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** Finds out whose a bearer token is. */
@Singleton
final class TokenIdentities implements IdentityProvider<TokenAuthenticationRequest> {
  private final List<TokenOwners> owners;

  TokenIdentities(@All List<TokenOwners> owners) {
    this.owners = owners;
  }

  @Override
  public Class<TokenAuthenticationRequest> getRequestType() {
    return TokenAuthenticationRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      TokenAuthenticationRequest request, AuthenticationRequestContext context) {
    return context.runBlocking(() -> identify(request.getToken().getToken()));
  }

  private SecurityIdentity identify(String token) {
    byte[] hash = Token.hash(token);
    for (TokenOwners some : owners) {
      var owner = some.owner(hash);
      if (owner.isPresent()) {
        QuarkusSecurityIdentity.Builder identity =
            QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(owner.get().name()))
                .addRole(owner.get().role());
        if (owner.get().byWallet()) {
          identity.addRole(Caller.WALLET);
        }
        OperatorRole role = owner.get().operator();
        return (role == null ? identity : identity.addRole(role.identityRole())).build();
      }
    }
    throw new AuthenticationFailedException();
  }
}

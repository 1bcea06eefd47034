package org.kalepool.webauth;

import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.NetworkSettings;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;
import org.kalepool.web.PublicUrl;

/**
 * By which names wallets know the pool. They are set and never taken from a request, so that nobody
 * passes the pool's challenges off as its own site's; without one, no wallet can log in.
 */
@Singleton
public final class WebAuthDomains {
  static final String PATH = "/auth";

  private final @Nullable Domains domains;
  private final String endpoint;

  WebAuthDomains(WebAuthSettings settings, PublicUrl url, NetworkSettings network) {
    Optional<String> host = Optional.of(url.base()).filter(it -> !it.isEmpty()).map(this::host);
    Optional<String> home = settings.homeDomain().map(String::strip).or(() -> host);
    Optional<String> passphrase = network.passphrase();
    this.domains =
        home.isEmpty() || passphrase.isEmpty()
            ? null
            : new Domains(home.get(), host.orElse(home.get()), passphrase.get());
    this.endpoint = url.of(PATH);
  }

  private String host(String base) {
    return URI.create(base).getAuthority();
  }

  /**
   * Both names, and the network on which is signed.
   *
   * @param home where stellar.toml is
   * @param auth where wallets log in
   */
  record Domains(String home, String auth, String passphrase) {}

  /** Whether wallets can log in. */
  public boolean isSet() {
    return domains != null;
  }

  /** Where wallets log in; without a public URL it is a path only. */
  public String endpoint() {
    return endpoint;
  }

  /**
   * The names.
   *
   * @throws ProblemException if there are none
   */
  Domains require() {
    if (domains == null) {
      throw new ProblemException(
          ProblemKind.WALLET_LOG_IN_DISABLED,
          "The pool's operator has not set kale.http.public-url. Log in with the token.");
    }
    return domains;
  }
}

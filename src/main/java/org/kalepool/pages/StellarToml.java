package org.kalepool.pages;

import jakarta.inject.Singleton;
import java.util.Optional;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.NetworkSettings;
import org.kalepool.wallet.Wallets;
import org.kalepool.web.PublicUrl;
import org.kalepool.webauth.WebAuthDomains;

/** What the pool says of itself to wallets and explorers (SEP-1). */
@Singleton
final class StellarToml {
  private final Poolers poolers;
  private final NetworkSettings network;
  private final PagesSettings pages;
  private final PublicUrl url;
  private final Wallets wallets;
  private final WebAuthDomains auth;

  StellarToml(
      Poolers poolers,
      NetworkSettings network,
      PagesSettings pages,
      PublicUrl url,
      Wallets wallets,
      WebAuthDomains auth) {
    this.wallets = wallets;
    this.auth = auth;
    this.poolers = poolers;
    this.network = network;
    this.pages = pages;
    this.url = url;
  }

  String text() {
    StringBuilder text = new StringBuilder("VERSION=\"2.7.0\"\n");
    network.passphrase().ifPresent(it -> line(text, "NETWORK_PASSPHRASE", it));
    // those of poolers elsewhere are not this pool's
    text.append("ACCOUNTS=[").append(quoted(poolers.own().wallet().text())).append("]\n");
    if (auth.isSet()) {
      line(text, "SIGNING_KEY", wallets.signingKey().text());
      if (!url.base().isEmpty()) {
        line(text, "WEB_AUTH_ENDPOINT", auth.endpoint());
      }
    }
    text.append("\n[DOCUMENTATION]\n");
    line(text, "ORG_NAME", pages.organization().orElseGet(() -> poolers.own().name()));
    if (!url.base().isEmpty()) {
      line(text, "ORG_URL", url.base());
    }
    Optional<String> contact = pages.contact();
    contact.ifPresent(it -> line(text, "ORG_OFFICIAL_EMAIL", it));
    network
        .asset()
        .ifPresent(
            asset -> {
              text.append("\n[[CURRENCIES]]\n");
              line(text, "code", asset.code());
              line(text, "issuer", asset.issuer().text());
              text.append("display_decimals=7\n");
            });
    return text.toString();
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append(key).append('=').append(quoted(value)).append('\n');
  }

  /** A basic string of TOML. */
  private static String quoted(String value) {
    StringBuilder text = new StringBuilder("\"");
    value
        .codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                text.append('\\').appendCodePoint(c);
              } else if (c < ' ' || c == 0x7f) {
                text.append("\\u%04X".formatted(c));
              } else {
                text.appendCodePoint(c);
              }
            });
    return text.append('"').toString();
  }
}

package org.kalepool.web;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Where clients reach the pool, for answers that name a place. What a request says in its {@code
 * Host} is never repeated: a cache or a link would lead others there.
 */
@Singleton
public final class PublicUrl {
  private static final String SETTING = "kale.http.public-url";
  private static final Pattern URL =
      Pattern.compile("https?://[A-Za-z0-9.\\[\\]:-]+(/[A-Za-z0-9._~/-]*)?");

  private final String base;

  /**
   * @param url {@code kale.http.public-url}; without it places are named by their paths
   * @throws IllegalStateException if it is no URL
   */
  PublicUrl(@ConfigProperty(name = SETTING) Optional<String> url) {
    String text = url.map(String::strip).orElse("");
    if (!text.isEmpty() && !URL.matcher(text).matches()) {
      throw new IllegalStateException(
          SETTING + " must be a URL such as https://pool.example, not '" + text + "'");
    }
    this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /** A setting that makes no sense ends the start. */
  void check(@Observes StartupEvent start) {}

  /**
   * @param path begins with a slash
   */
  public String of(String path) {
    return base + path;
  }
}

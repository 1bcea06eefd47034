package org.kalepool.web;

import io.quarkus.vertx.http.runtime.cors.CORSFilter;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The sites whose pages may call the API from a browser: none, unless the operator names some in
 * {@code quarkus.http.cors.origins}, as they are, as a regular expression between slashes, or all
 * of them by {@code *}.
 */
@Singleton
final class Origins {
  private final boolean open;
  private final List<String> named;
  private final List<Pattern> patterns;

  Origins(
      @ConfigProperty(name = "quarkus.http.cors.enabled", defaultValue = "false") boolean open,
      @ConfigProperty(name = "quarkus.http.cors.origins") Optional<List<String>> origins) {
    this.open = open;
    this.named = origins.orElse(List.of()).stream().map(String::strip).toList();
    this.patterns = CORSFilter.parseAllowedOriginsRegex(Optional.of(named));
  }

  /** Whether pages of any site may call. */
  boolean open() {
    return open;
  }

  /**
   * Whether pages of this one may.
   *
   * @param origin as the browser says it, such as {@code https://farm.example}
   */
  boolean allow(String origin) {
    return named.contains("*")
        || named.contains(origin)
        || CORSFilter.isOriginAllowedByRegex(patterns, origin);
  }
}

package org.kalepool.web;

import jakarta.inject.Singleton;

/**
 * Where clients reach the pool, for answers that name a place. What a request says in its {@code
 * Host} is never repeated: a cache or a link would lead others there.
 */
@Singleton
public final class PublicUrl {
  private final String base;

  PublicUrl(HttpSettings settings) {
    String text = settings.publicUrl().map(String::strip).orElse("");
    this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /** Whether clients reach it by HTTPS. */
  public boolean isSecure() {
    return base.startsWith("https:");
  }

  /** Where that is, without a slash at the end; empty if it was not set. */
  public String base() {
    return base;
  }

  /**
   * A path of the pool as others reach it.
   *
   * @param path begins with a slash
   */
  public String of(String path) {
    return base + path;
  }
}

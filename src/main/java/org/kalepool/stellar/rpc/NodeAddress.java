package org.kalepool.stellar.rpc;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where a node is and what it wants to be sent with every call. Providers put keys into paths,
 * queries and headers, so all three are secrets: only the name is for logs and answers.
 *
 * @param name host and, if it is told, port
 * @param headers sent with every call
 */
public record NodeAddress(String name, URI url, Map<String, String> headers) {
  /** Shorter than this it is no key, and leaving it out would garble every text. */
  private static final int SHORTEST_SECRET = 6;

  public NodeAddress {
    headers = Map.copyOf(headers);
  }

  /**
   * Takes a node's URL and headers apart.
   *
   * @throws IllegalArgumentException naming the setting; the URL itself, which may hold a key, is
   *     not told
   */
  public static NodeAddress of(String url, Map<String, String> headers) {
    URI parsed;
    try {
      parsed = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("kale.rpc.url: one of its URLs cannot be read as a URL");
    }
    boolean web = "http".equals(parsed.getScheme()) || "https".equals(parsed.getScheme());
    if (!web || parsed.getHost() == null) {
      throw new IllegalArgumentException("kale.rpc.url must be an http or https URL");
    }
    if (parsed.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "kale.rpc.url must not contain user and password: put an Authorization header into"
              + " kale.rpc.headers-file");
    }
    String name =
        parsed.getPort() < 0 ? parsed.getHost() : parsed.getHost() + ":" + parsed.getPort();
    return new NodeAddress(name, parsed, headers);
  }

  NodeAddress named(String other) {
    return new NodeAddress(other, url, headers);
  }

  /** A text from outside without the secrets that it may repeat. */
  String redacted(String text) {
    String clean = text;
    for (String secret : secrets()) {
      clean = clean.replace(secret, "***");
    }
    return clean;
  }

  private List<String> secrets() {
    List<String> secrets = new ArrayList<>();
    headers.values().forEach(value -> secrets.addAll(List.of(value.split(" ", -1))));
    headers.values().forEach(secrets::add);
    if (url.getRawPath() != null) {
      secrets.addAll(List.of(url.getRawPath().split("/", -1)));
    }
    if (url.getRawQuery() != null) {
      secrets.addAll(List.of(url.getRawQuery().split("[&=]", -1)));
    }
    secrets.removeIf(secret -> secret.length() < SHORTEST_SECRET);
    secrets.sort((a, b) -> b.length() - a.length());
    return secrets;
  }

  @Override
  public String toString() {
    return name;
  }
}

package org.kalepool.notice;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import org.kalepool.web.ProblemException;

/** What may be a farmer's webhook, as far as the text alone says so. */
final class WebhookUrl {
  private static final String FIELD = "webhook_url";

  private WebhookUrl() {}

  /**
   * Reads one.
   *
   * @param inner whether HTTP and addresses of inner networks are allowed
   * @throws ProblemException naming what is wrong with it
   */
  static URI of(String text, boolean inner) {
    URI url = parsed(text);
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !(inner && scheme.equals("http"))) {
      throw ProblemException.invalid(FIELD, "must begin with https://");
    }
    if (url.getHost() == null || url.getHost().isEmpty()) {
      throw ProblemException.invalid(FIELD, "names no host");
    }
    if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
      throw ProblemException.invalid(FIELD, "must have neither a user nor a fragment");
    }
    if (url.getPort() == 0 || url.getPort() > 65_535) {
      throw ProblemException.invalid(FIELD, "has a port that is none");
    }
    if (!inner && isInner(url.getHost())) {
      throw ProblemException.invalid(FIELD, "must be reachable for everybody");
    }
    return URI.create(scheme + text.substring(text.indexOf(':')));
  }

  private static URI parsed(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      // its message repeats what may be secret
      throw ProblemException.invalid(FIELD, "is no URL");
    }
  }

  /** Names are looked up when it is called, each time anew; addresses are what they are. */
  private static boolean isInner(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (name.equals("localhost") || name.endsWith(".localhost")) {
      return true;
    }
    boolean address = name.startsWith("[") || name.matches("[0-9.]+|0x[0-9a-f.x]+");
    if (!address) {
      return false;
    }
    try {
      String plain = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
      return !PublicAddress.is(InetAddress.getByName(plain));
    } catch (UnknownHostException e) {
      return true;
    }
  }
}

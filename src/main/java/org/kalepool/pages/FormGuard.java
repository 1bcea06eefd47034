package org.kalepool.pages;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MultivaluedMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Sha256;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;
import org.kalepool.web.SessionCookie;

/**
 * Sees to it that a change comes from a page of the pool's own: its form carries what follows from
 * a cookie that no other site can read, that of the session or, for who is not logged in, one made
 * for this.
 */
@Singleton
final class FormGuard {
  static final String FIELD = "csrf";

  private static final String COOKIE = "form";
  private static final Duration LIFE = Duration.ofDays(1);
  private static final int SECRET_BYTES = 32;

  private final SessionCookie cookies;
  private final RandomGenerator random;

  FormGuard(SessionCookie cookies, RandomGenerator random) {
    this.cookies = cookies;
    this.random = random;
  }

  /** What the form on this page has to carry. */
  String token(RoutingContext routing) {
    return derived(session(routing).or(() -> form(routing)).orElseGet(() -> made(routing)));
  }

  /** The same for a session that this very request has opened. */
  String tokenOf(String sessionSecret) {
    return derived(sessionSecret);
  }

  /**
   * To be called before anything is changed.
   *
   * @throws ProblemException if the form is not from a page of ours
   */
  void check(RoutingContext routing, MultivaluedMap<String, String> form) {
    String site = routing.request().getHeader("Sec-Fetch-Site");
    boolean foreign = site != null && !site.equals("same-origin");
    @Nullable String sent = form.getFirst(FIELD);
    boolean good =
        sent != null
            && Stream.of(session(routing), form(routing))
                .flatMap(Optional::stream)
                .anyMatch(secret -> equal(derived(secret), sent));
    if (foreign || !good) {
      throw new ProblemException(
          ProblemKind.FORBIDDEN,
          "This form is too old, or was not sent from the pool's own page. Nothing was changed:"
              + " open the page again and repeat it there.");
    }
  }

  private Optional<String> session(RoutingContext routing) {
    return cookies
        .of(routing.request())
        .filter(_ -> Frames.farmer(routing).isPresent() || Frames.operator(routing).isPresent());
  }

  private Optional<String> form(RoutingContext routing) {
    return cookies.value(routing.request(), COOKIE);
  }

  private String made(RoutingContext routing) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    cookies.put(routing, COOKIE, text, LIFE);
    return text;
  }

  private static String derived(String secret) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Sha256.of("a form of the holder of " + secret));
  }

  private static boolean equal(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}

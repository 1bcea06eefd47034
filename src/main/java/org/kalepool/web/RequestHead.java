package org.kalepool.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.kalepool.kale.Digits;

/** What is asked of a request's head before anything else looks at it. */
final class RequestHead {
  static final Set<String> METHODS =
      Set.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._~\\-\\[\\]:]{1,255}");

  /** RFC 6454; what is none has made the framework fail. */
  private static final Pattern ORIGIN =
      Pattern.compile(
          "null|[A-Za-z][A-Za-z0-9+.\\-]*://"
              + "([A-Za-z0-9._~\\-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

  private static final Pattern ABSOLUTE =
      Pattern.compile("https?://[A-Za-z0-9._~\\-\\[\\]:]+/", Pattern.CASE_INSENSITIVE);

  private RequestHead() {}

  /** Why it is refused; empty if it is not. */
  static Optional<Refusal> refusal(HttpRequest request, long maxBody) {
    if (request.decoderResult().isFailure()) {
      return Optional.of(undecodable(request.decoderResult().cause()));
    }
    if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)
        && !request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      return Optional.of(Refusal.malformed("HTTP/1.1 is spoken here."));
    }
    if (!METHODS.contains(request.method().name())) {
      return Optional.of(
          new Refusal(
              ProblemKind.METHOD_NOT_ALLOWED,
              "method",
              "The methods are DELETE, GET, HEAD, OPTIONS, PATCH, POST and PUT."));
    }
    if (!isTarget(request)) {
      return Optional.of(
          Refusal.malformed("The path is none, or has an escape that stands for no character."));
    }
    return host(request).or(() -> origin(request)).or(() -> body(request, maxBody));
  }

  /** The path of a request that is not refused, without what follows a question mark. */
  static String path(HttpRequest request) {
    int query = request.uri().indexOf('?');
    return query < 0 ? request.uri() : request.uri().substring(0, query);
  }

  private static Refusal undecodable(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return new Refusal(ProblemKind.URI_TOO_LONG, "too_large", "The path is too long.");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return new Refusal(
          ProblemKind.HEADERS_TOO_LARGE, "too_large", "The headers are too large altogether.");
    }
    return Refusal.malformed("This is not what RFC 9112 says a request looks like.");
  }

  /** A path, alone or behind the pool's address. */
  private static boolean isTarget(HttpRequest request) {
    String uri = request.uri();
    // Two slashes at the front are a host to some.
    return ((uri.startsWith("/") && !uri.startsWith("//")) || ABSOLUTE.matcher(uri).lookingAt())
        && isPath(uri);
  }

  /** Visible ASCII, whose escapes make UTF-8 without control characters. */
  private static boolean isPath(String uri) {
    if (uri.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
      return false;
    }
    if (uri.indexOf('%') < 0) {
      return true;
    }
    byte[] bytes = new byte[uri.length()];
    int length = 0;
    for (int i = 0; i < uri.length(); i++) {
      int c = uri.charAt(i);
      if (c == '%') {
        int high = i + 2 < uri.length() ? hex(uri.charAt(i + 1)) : -1;
        int low = i + 2 < uri.length() ? hex(uri.charAt(i + 2)) : -1;
        c = high * 16 + low;
        if (high < 0 || low < 0 || c < ' ' || c == 0x7f) {
          return false;
        }
        i += 2;
      }
      bytes[length++] = (byte) c;
    }
    return isUtf8(ByteBuffer.wrap(bytes, 0, length));
  }

  private static int hex(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  private static boolean isUtf8(ByteBuffer bytes) {
    try {
      // Unlike a String's constructor, a decoder reports what is malformed.
      StandardCharsets.UTF_8.newDecoder().decode(bytes);
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static Optional<Refusal> host(HttpRequest request) {
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    boolean good =
        hosts.isEmpty()
            ? request.protocolVersion().equals(HttpVersion.HTTP_1_0)
            : hosts.size() == 1 && HOST.matcher(hosts.getFirst()).matches();
    return good ? Optional.empty() : Optional.of(Refusal.malformed("One Host header is needed."));
  }

  private static Optional<Refusal> origin(HttpRequest request) {
    List<String> origins = request.headers().getAll(HttpHeaderNames.ORIGIN);
    boolean good =
        origins.isEmpty() || (origins.size() == 1 && ORIGIN.matcher(origins.getFirst()).matches());
    return good
        ? Optional.empty()
        : Optional.of(Refusal.malformed("The Origin header names no site."));
  }

  private static Optional<Refusal> body(HttpRequest request, long maxBody) {
    HttpHeaders headers = request.headers();
    List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (!codings.isEmpty()
        && (codings.size() > 1
            || !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst())
            || !request.protocolVersion().equals(HttpVersion.HTTP_1_1))) {
      return Optional.of(Refusal.malformed("The only Transfer-Encoding is chunked."));
    }
    List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
    if (lengths.isEmpty()) {
      return Optional.empty();
    }
    if (lengths.size() > 1
        || lengths.getFirst().isEmpty()
        || !lengths.getFirst().chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.of(Refusal.malformed("The Content-Length must be one whole number."));
    }
    // A number of too many digits is too large as well.
    long length = Digits.number(lengths.getFirst()).orElse(Long.MAX_VALUE);
    return length > maxBody ? Optional.of(Refusal.tooLarge(maxBody)) : Optional.empty();
  }
}

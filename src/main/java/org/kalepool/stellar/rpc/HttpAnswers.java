package org.kalepool.stellar.rpc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.RpcErrorException;

/**
 * Takes HTTP answers apart and says truly what each is: a status that refuses, a page, nothing, or
 * JSON-RPC. What it tells of an answer's text is short and without the node's secrets.
 */
final class HttpAnswers {
  private static final int MOST_TEXT = 200;
  private static final int OK = 200;
  private static final int REDIRECTS = 300;
  private static final int REFUSALS = 400;
  private static final int UNAUTHORISED = 401;
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY = 429;
  private static final int FAILURES = 500;

  private final ObjectMapper json;
  private final NodeAddress node;
  private final Clock clock;
  private final int maxBytes;

  HttpAnswers(ObjectMapper json, NodeAddress node, Clock clock, int maxBytes) {
    this.json = json;
    this.node = node;
    this.clock = clock;
    this.maxBytes = maxBytes;
  }

  /**
   * The {@code result} of an answer.
   *
   * @throws RpcErrorException if the node answered with an error object
   * @throws NodeFailedException for everything else that is no result
   */
  JsonNode result(String method, HttpResponse<BoundedBody.Bytes> response) {
    int status = response.statusCode();
    byte[] bytes = unpacked(method, response);
    if (status == OK && !response.body().whole()) {
      return beginning(method, bytes);
    }
    JsonNode answer = parsed(bytes);
    if (status == TOO_MANY) {
      throw limited(method, "HTTP 429, too many requests", response.headers(), bytes);
    }
    if (status == UNAUTHORISED || status == FORBIDDEN) {
      throw new NodeFailedException(
          NodeTrouble.UNAUTHORISED,
          told(
              method,
              "HTTP " + status + ", it does not take our key (kale.rpc.headers-file)",
              bytes));
    }
    if (status >= FAILURES) {
      Duration pause = retryAfter(response.headers());
      throw new NodeFailedException(
          NodeTrouble.FAILING, told(method, "HTTP " + status + asked(pause), bytes), pause, null);
    }
    if (status >= REDIRECTS && status < REFUSALS) {
      throw senseless(method, "HTTP " + status + ", it has moved: correct kale.rpc.url", bytes);
    }
    if (answer == null) {
      throw senseless(
          method, (status == OK ? "" : "HTTP " + status + " and ") + kind(bytes), bytes);
    }
    if (status != OK && !answer.path("error").isObject()) {
      throw senseless(method, "HTTP " + status, bytes);
    }
    try {
      return RpcAnswer.result(method, answer);
    } catch (NodeFailedException e) {
      throw new NodeFailedException(
          e.trouble(), node.redacted(node.name() + ": " + e.getMessage()), e);
    }
  }

  private NodeFailedException limited(
      String method, String what, HttpHeaders headers, byte[] bytes) {
    Duration pause = retryAfter(headers);
    return new NodeFailedException(
        NodeTrouble.RATE_LIMITED, told(method, what + asked(pause), bytes), pause, null);
  }

  private NodeFailedException senseless(String method, String what, byte[] bytes) {
    return new NodeFailedException(NodeTrouble.SENSELESS, told(method, what, bytes));
  }

  private static String asked(@Nullable Duration pause) {
    return pause == null ? "" : ", try again after " + pause.toSeconds() + " s";
  }

  private String told(String method, String what, byte[] bytes) {
    String text = text(bytes);
    return method + ": " + node.name() + " answers " + what + (text.isEmpty() ? "" : ": " + text);
  }

  private static String kind(byte[] bytes) {
    String start = new String(bytes, 0, Math.min(bytes.length, MOST_TEXT), StandardCharsets.UTF_8);
    if (start.isBlank()) {
      return "with an empty body";
    }
    return start.stripLeading().startsWith("<") ? "with a page, not JSON" : "without JSON";
  }

  /** The words of an answer without tags, in one line. */
  private String text(byte[] bytes) {
    String all = new String(bytes, 0, Math.min(bytes.length, 4_096), StandardCharsets.UTF_8);
    String line = all.replaceAll("<[^>]*>", " ").replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    // before it is cut, so that no half of a secret is left
    line = node.redacted(line);
    return line.length() <= MOST_TEXT ? line : line.substring(0, MOST_TEXT) + "…";
  }

  private @Nullable JsonNode parsed(byte[] bytes) {
    try {
      JsonNode answer = json.readTree(bytes);
      return answer == null || !answer.isObject() ? null : answer;
    } catch (IOException e) {
      return null;
    }
  }

  private byte[] unpacked(String method, HttpResponse<BoundedBody.Bytes> response) {
    byte[] bytes = response.body().bytes();
    Optional<String> coding = response.headers().firstValue("Content-Encoding");
    if (coding.isEmpty() || coding.get().equalsIgnoreCase("identity") || bytes.length == 0) {
      return bytes;
    }
    if (!coding.get().toLowerCase(Locale.ROOT).endsWith("gzip")) {
      throw senseless(
          method, "packed as " + coding.get() + ", which was not asked for", new byte[0]);
    }
    try (GZIPInputStream unpacking = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] plain = unpacking.readNBytes(maxBytes + 1);
      if (plain.length > maxBytes) {
        throw senseless(
            method,
            "with more than " + maxBytes + " bytes (kale.rpc.max-answer-bytes)",
            new byte[0]);
      }
      return plain;
    } catch (IOException e) {
      throw new NodeFailedException(
          NodeTrouble.SENSELESS, told(method, "with broken gzip", new byte[0]), e);
    }
  }

  /** Seconds or a date; null if it is not told, or not understood. */
  private @Nullable Duration retryAfter(HttpHeaders headers) {
    Optional<String> told = headers.firstValue("Retry-After").map(String::strip);
    if (told.isEmpty()) {
      return null;
    }
    try {
      if (told.get().matches("\\d{1,9}")) {
        return Duration.ofSeconds(Long.parseLong(told.get()));
      }
      Instant until =
          ZonedDateTime.parse(told.get(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration pause = Duration.between(clock.instant(), until);
      return pause.isNegative() ? Duration.ZERO : pause;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** The plain fields of the {@code result} of which only the beginning is there. */
  private JsonNode beginning(String method, byte[] bytes) {
    ObjectNode found = JsonNodeFactory.instance.objectNode();
    try (JsonParser parser = json.createParser(bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw senseless(method, kind(bytes), bytes);
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean result = parser.currentName().equals("result");
        if (parser.nextToken() == JsonToken.START_OBJECT && result) {
          collect(parser, found);
        } else {
          parser.skipChildren();
        }
      }
    } catch (IOException e) {
      // the end of what was read
      return found;
    }
    return found;
  }

  private static void collect(JsonParser parser, ObjectNode found) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value.isScalarValue()) {
        // reading it through fails if its end is not there
        String text = parser.getText();
        found.put(name, text);
      } else {
        parser.skipChildren();
      }
    }
  }
}

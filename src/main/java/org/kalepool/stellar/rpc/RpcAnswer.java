package org.kalepool.stellar.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import org.kalepool.stellar.RpcErrorException;

/** Takes a JSON-RPC answer apart. */
public final class RpcAnswer {
  private static final int MOST_TEXT = 300;

  /** What providers use for "too many requests" within an HTTP 200. */
  private static final Set<Integer> LIMITS = Set.of(429, -32_005, -32_029, -32_097);

  private RpcAnswer() {}

  /**
   * The {@code result} of an answer.
   *
   * @throws RpcErrorException for an answer with an error object
   * @throws NodeFailedException for an answer with neither, or with an error that is no object, or
   *     one that asks for fewer calls
   */
  public static JsonNode result(String method, JsonNode answer) {
    JsonNode error = answer.path("error");
    if (error.isObject()) {
      String message = cut(error.path("message").asText("no message"));
      int code = error.path("code").asInt();
      if (LIMITS.contains(code) || limits(message)) {
        throw new NodeFailedException(
            NodeTrouble.RATE_LIMITED,
            method + ": too many requests: " + message + " (" + code + ")");
      }
      throw new RpcErrorException(code, method + ": " + message);
    }
    if (!error.isMissingNode() && !error.isNull()) {
      String message = cut(error.isTextual() ? error.asText() : error.toString());
      throw new NodeFailedException(
          limits(message) ? NodeTrouble.RATE_LIMITED : NodeTrouble.FAILING,
          method + ": an error that is no JSON-RPC: " + message);
    }
    JsonNode result = answer.get("result");
    if (result == null || result.isNull()) {
      throw new NodeFailedException(NodeTrouble.SENSELESS, method + ": an answer without result");
    }
    return result;
  }

  private static boolean limits(String message) {
    String low = message.toLowerCase(Locale.ROOT);
    return low.contains("rate limit")
        || low.contains("too many requests")
        || low.contains("quota exceeded");
  }

  private static String cut(String text) {
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "…";
  }
}

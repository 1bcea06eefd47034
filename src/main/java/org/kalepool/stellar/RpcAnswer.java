package org.kalepool.stellar;

import com.fasterxml.jackson.databind.JsonNode;

/** Takes a JSON-RPC answer apart. */
final class RpcAnswer {
  private RpcAnswer() {}

  /**
   * The {@code result} of an answer.
   *
   * @throws RpcErrorException for an answer with an error object
   * @throws RpcException for an answer with neither
   */
  static JsonNode result(String method, JsonNode answer) {
    JsonNode error = answer.path("error");
    if (error.isObject()) {
      throw new RpcErrorException(
          error.path("code").asInt(), method + ": " + error.path("message").asText("no message"));
    }
    JsonNode result = answer.get("result");
    if (result == null || result.isNull()) {
      throw new RpcException(method + ": an answer without result");
    }
    return result;
  }
}

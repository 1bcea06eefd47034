package org.kalepool.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What a pool has answered. REST Assured compiles a script for each path that it is asked for; here
 * a field that many requests are made of is just read.
 */
public final class JsonAnswers {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonAnswers() {}

  /** The answer's body. */
  public static JsonNode json(Response answer) {
    try {
      return JSON.readTree(answer.asByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a field of the answer's object. */
  public static String text(Response answer, String field) {
    JsonNode value = json(answer).path(field);
    if (!value.isTextual()) {
      throw new AssertionError("no text " + field + " in " + answer.asString());
    }
    return value.textValue();
  }
}

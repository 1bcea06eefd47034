package org.kalepool.pages;

import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.kalepool.kale.Digits;
import org.kalepool.web.Json;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** Makes the API's bodies of what was filled in, with all that the API holds against them. */
@Singleton
final class CommandBodies {
  private static final int DECIMALS = 7;

  private final Json json;

  CommandBodies(Json json) {
    this.json = json;
  }

  /** A body that grows. */
  final class Body {
    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final OperatorCommand.Given given;

    private Body(OperatorCommand.Given given) {
      this.given = given;
    }

    Body text(String field) {
      if (!given.value(field).isEmpty()) {
        fields.put(field, given.value(field));
      }
      return this;
    }

    Body number(String field) {
      String text = given.value(field);
      if (!text.isEmpty()) {
        boolean less = text.startsWith("-");
        var number = Digits.number(less ? text.substring(1) : text);
        fields.put(
            field,
            number.isPresent() ? (Object) (less ? -number.getAsLong() : number.getAsLong()) : text);
      }
      return this;
    }

    /** Units with up to seven decimals, as stroops. */
    Body amount(String field) {
      String text = given.value(field);
      if (!text.isEmpty()) {
        fields.put(field, stroops(text));
      }
      return this;
    }

    /** A percentage with up to two decimals, as basis points. */
    Body share(String field) {
      String text = given.value(field);
      if (!text.isEmpty()) {
        fields.put(field, scaled(text, 2));
      }
      return this;
    }

    <T> T as(Class<T> type) {
      return json.read(json.write(fields), type);
    }
  }

  /** With the reason; where nobody has given one yet, as in a preview, with a mark in its stead. */
  Body of(OperatorCommand.Given given) {
    Body body = new Body(given);
    body.fields.put("why", given.why());
    return body;
  }

  /** Without a reason, which the API does not ask for. */
  Body bare(OperatorCommand.Given given) {
    return new Body(given);
  }

  /** What is no number stays a text, and is refused as one. */
  private static Object stroops(String text) {
    return scaled(text, DECIMALS);
  }

  private static Object scaled(String text, int decimals) {
    if (!text.matches("-?[0-9]{1,18}(\\.[0-9]{1,7})?")) {
      return text;
    }
    BigDecimal scaled = new BigDecimal(text).movePointRight(decimals).stripTrailingZeros();
    return scaled.scale() > 0 || scaled.precision() - scaled.scale() > 18
        ? text
        : (Object) scaled.longValueExact();
  }

  /** The id that a command is for. */
  static UUID id(OperatorCommand.Given given, ProblemKind missing) {
    try {
      return UUID.fromString(given.target());
    } catch (IllegalArgumentException e) {
      throw new ProblemException(missing, missing.title() + ".");
    }
  }
}

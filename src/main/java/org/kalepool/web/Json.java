package org.kalepool.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON as the API takes it: no unknown fields, no duplicates, no text for a number, no fraction cut
 * off, no control characters in a text, nothing after the end.
 */
@Singleton
public final class Json {
  private static final PropertyNamingStrategies.SnakeCaseStrategy NAMES =
      new PropertyNamingStrategies.SnakeCaseStrategy();

  private final ObjectMapper mapper =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new SimpleModule().addDeserializer(String.class, new PlainText()))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private final Validator validator;

  Json(Validator validator) {
    this.validator = validator;
  }

  /**
   * Reads a request's body, and holds each field against what its annotations say.
   *
   * @param body null or blank if there was none
   * @throws ProblemException if it is no JSON object, or naming every field that is wrong
   */
  public <T> T read(@Nullable String body, Class<T> type) {
    if (body == null || body.isBlank()) {
      throw new ProblemException(ProblemKind.INVALID_JSON, "The body is empty.");
    }
    try {
      T value = mapper.readValue(body, type);
      if (value == null) {
        throw new ProblemException(ProblemKind.INVALID_JSON, "The body is null.");
      }
      check(value);
      return value;
    } catch (PlainText.NotPlain e) {
      throw ProblemException.invalid(
          path(e), "must have no control characters and none that turn the direction of writing");
    } catch (UnrecognizedPropertyException e) {
      throw ProblemException.invalid(path(e), "is not known here");
    } catch (MismatchedInputException e) {
      if (e.getPath().isEmpty()) {
        throw new ProblemException(ProblemKind.INVALID_JSON, "The body must be a JSON object.");
      }
      throw ProblemException.invalid(path(e), "must be " + wanted(e));
    } catch (JsonMappingException e) {
      if (e.getPath().isEmpty()) {
        throw new ProblemException(ProblemKind.INVALID_JSON, "The body is not valid JSON.");
      }
      throw ProblemException.invalid(path(e), "has a value that is not allowed");
    } catch (JsonProcessingException e) {
      throw new ProblemException(ProblemKind.INVALID_JSON, "The body is not valid JSON.");
    }
  }

  private void check(Object value) {
    List<ProblemException.FieldError> errors =
        validator.validate(value).stream()
            .map(each -> new ProblemException.FieldError(name(each), each.getMessage()))
            .sorted(Comparator.comparing(ProblemException.FieldError::field))
            .toList();
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
  }

  /** The field as the request calls it. */
  private static String name(ConstraintViolation<?> violation) {
    return NAMES.translate(violation.getPropertyPath().toString());
  }

  public String write(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
    }
  }

  /** Reads back what {@link #write} wrote. */
  public ObjectNode tree(String json) {
    try {
      return (ObjectNode) mapper.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored JSON cannot be read", e);
    }
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : part.getFieldName())
        .collect(Collectors.joining("."));
  }

  private static String wanted(MismatchedInputException e) {
    Class<?> type = e.getTargetType();
    if (type == null) {
      return "of another type";
    }
    if (List.of(Integer.class, Long.class, int.class, long.class).contains(type)) {
      return "a whole number of at most "
          + (type == Long.class || type == long.class ? 63 : 31)
          + " bits";
    }
    return type == String.class ? "a text" : "of another type";
  }
}

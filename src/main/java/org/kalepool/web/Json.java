package org.kalepool.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads and writes the API's JSON, by the rules of {@link ApiMapper}. */
@Singleton
public final class Json {
  private static final PropertyNamingStrategies.SnakeCaseStrategy NAMES =
      new PropertyNamingStrategies.SnakeCaseStrategy();

  private final ObjectMapper mapper;
  private final Validator validator;

  Json(ObjectMapper mapper, Validator validator) {
    this.mapper = mapper;
    this.validator = validator;
  }

  /**
   * Reads a request's body, and holds each field against its constraints.
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

  /** In the order of the record's fields. */
  private void check(Object value) {
    List<String> order =
        Arrays.stream(value.getClass().getRecordComponents())
            .map(field -> NAMES.translate(field.getName()))
            .toList();
    List<ProblemException.FieldError> errors =
        validator.validate(value).stream()
            .map(each -> new ProblemException.FieldError(name(each), each.getMessage()))
            .sorted(
                Comparator.<ProblemException.FieldError>comparingInt(
                        error -> order.indexOf(error.field()))
                    .thenComparing(ProblemException.FieldError::message))
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
  public <T> T stored(String json, Class<T> type) {
    try {
      return mapper.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored JSON cannot be read", e);
    }
  }

  ObjectNode tree(String json) {
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

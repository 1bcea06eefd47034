package org.kalepool.web;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Ends a request with a problem document. The detail is shown to the caller. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient ProblemKind kind;
  private final transient List<FieldError> errors;
  private final transient @Nullable Integer retryAfterSeconds;

  /** What is wrong with one field or parameter. */
  @RegisterForReflection
  @Schema(name = "FieldError")
  public record FieldError(String field, String message) {}

  public ProblemException(ProblemKind kind, String detail) {
    this(kind, detail, List.of(), null);
  }

  public ProblemException(
      ProblemKind kind,
      String detail,
      List<FieldError> errors,
      @Nullable Integer retryAfterSeconds) {
    super(detail);
    this.kind = kind;
    this.errors = List.copyOf(errors);
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** One field that was understood and cannot be accepted. */
  public static ProblemException invalid(String field, String message) {
    return invalid(List.of(new FieldError(field, message)));
  }

  public static ProblemException invalid(List<FieldError> errors) {
    return new ProblemException(
        ProblemKind.VALIDATION_FAILED, "The request has invalid fields.", errors, null);
  }

  public ProblemKind kind() {
    return kind;
  }

  public List<FieldError> errors() {
    return errors;
  }

  @Nullable Integer retryAfterSeconds() {
    return retryAfterSeconds;
  }

  /** What is told to the caller. */
  public String detail() {
    String message = getMessage();
    return message == null ? kind.title() : message;
  }
}

package org.kalepool.web;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a request's fields, to tell all of it at once. */
public final class Checks {
  /** What is wrong with a field that is not there and has to be. */
  public static final String MISSING = "is missing";

  private final List<ProblemException.FieldError> errors = new ArrayList<>();

  /** Notes an error. */
  public void add(String field, String message) {
    errors.add(new ProblemException.FieldError(field, message));
  }

  /**
   * Notes why a text cannot be read, if it cannot.
   *
   * @param text null, which is no error, if the field is not there
   * @param before what to say before the reason
   * @param reader throws {@link IllegalArgumentException} with the reason
   * @return whether there is one that can be read
   */
  public boolean readable(
      String field, @Nullable String text, String before, Function<String, ?> reader) {
    if (text == null) {
      return false;
    }
    try {
      var _ = reader.apply(text);
      return true;
    } catch (IllegalArgumentException e) {
      add(field, before + e.getMessage());
      return false;
    }
  }

  List<ProblemException.FieldError> errors() {
    return List.copyOf(errors);
  }

  /**
   * Ends the checks.
   *
   * @throws ProblemException with all errors, if there is any
   */
  public void done() {
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
  }
}

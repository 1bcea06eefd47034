package org.kalepool.pages;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/**
 * Why a form was not taken, in sentences.
 *
 * @param note what no field is at fault for, null if nothing
 * @param fields what is wrong with which field
 */
public record FormErrors(@Nullable String note, Map<String, String> fields) {
  static final FormErrors NONE = new FormErrors(null, Map.of());

  public FormErrors {
    fields = Map.copyOf(fields);
  }

  /**
   * What a service has refused.
   *
   * @param names what the form calls the service's fields
   */
  static FormErrors of(ProblemException refused, Map<String, String> names) {
    Map<String, String> fields = new HashMap<>();
    StringBuilder others = new StringBuilder();
    for (ProblemException.FieldError error : refused.errors()) {
      String name = names.get(error.field());
      if (name == null) {
        others.append(sentence(error.field(), error.message())).append(' ');
      } else {
        fields.merge(error.field(), sentence(name, error.message()), (one, two) -> one + " " + two);
      }
    }
    if (refused.kind() != ProblemKind.VALIDATION_FAILED) {
      others.append(refused.kind().title()).append(": ").append(refused.detail());
    }
    return new FormErrors(others.isEmpty() ? null : others.toString().strip(), fields);
  }

  private static String sentence(String name, String message) {
    return name + " " + message + (message.endsWith(".") ? "" : ".");
  }

  /** What is wrong with a field, null if nothing is. */
  public @Nullable String at(String field) {
    return fields.get(field);
  }

  /** Whether anything is wrong. */
  public boolean any() {
    return note != null || !fields.isEmpty();
  }
}

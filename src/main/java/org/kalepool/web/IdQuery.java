package org.kalepool.web;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An id in a query, which narrows a list. */
public final class IdQuery {
  private IdQuery() {}

  /**
   * Reads an id that a query may have.
   *
   * @param name the parameter's
   * @return null if there is none
   * @throws ProblemException if the text is no id
   */
  public static @Nullable UUID of(String name, @Nullable String text) {
    return text == null
        ? null
        : Ids.parse(text).orElseThrow(() -> ProblemException.invalid(name, "must be a UUID"));
  }
}

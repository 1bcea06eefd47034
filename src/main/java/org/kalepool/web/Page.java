package org.kalepool.web;

import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param nextCursor where the next part begins, null at the end
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {
  public Page {
    items = List.copyOf(items);
  }

  /**
   * Makes a page of rows that were read with {@link Paging#rows}.
   *
   * @param position what the list is ordered by
   */
  public static <T> Page<T> of(Paging paging, List<T> rows, ToLongFunction<T> position) {
    if (rows.size() <= paging.limit()) {
      return new Page<>(rows, null);
    }
    List<T> items = rows.subList(0, paging.limit());
    return new Page<>(items, Paging.cursor(position.applyAsLong(items.getLast())));
  }
}

package org.kalepool.pages;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that needs an operator's hand.
 *
 * @param what in a few words
 * @param detail what is known of it
 * @param since null where that is not known
 * @param severe whether money is lost, or cannot be accounted for, unless somebody acts
 * @param ways what can be done, the mildest first
 */
public record OperatorNeed(
    String what, String detail, @Nullable Instant since, boolean severe, List<Way> ways) {
  public OperatorNeed {
    ways = List.copyOf(ways);
  }

  /** A page on which something can be done. */
  public record Way(String label, String href) {}
}

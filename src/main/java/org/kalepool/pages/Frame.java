package org.kalepool.pages;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What all pages have around them.
 *
 * @param title of the page
 * @param here the place in the navigation
 * @param farmer whether a farmer is logged in
 * @param csrf what its forms have to carry, null where nobody is logged in
 * @param operator who is logged in as an operator; null on all pages but operators' own
 * @param version changes with the stylesheet and the scripts, so that no old ones are used
 */
public record Frame(
    String title,
    String here,
    boolean farmer,
    @Nullable OperatorSeen operator,
    @Nullable String csrf,
    String version,
    Instant now) {
  /** Whether the navigation's entry is where we are. */
  public boolean at(String place) {
    return here.equals(place);
  }
}

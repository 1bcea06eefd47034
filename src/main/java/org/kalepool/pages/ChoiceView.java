package org.kalepool.pages;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.Farmer;

/**
 * The farmers of one payout wallet, of which one is chosen.
 *
 * @param farmers who farms before who has left
 * @param now for whom the session is
 * @param others how many more there are than are shown
 * @param wrong why nothing was changed, null if nothing was tried
 */
public record ChoiceView(
    List<Farmer> farmers, UUID now, int others, @Nullable String wrong, String csrf) {
  public ChoiceView {
    farmers = List.copyOf(farmers);
  }

  /** Whether there is nothing to choose. */
  public boolean alone() {
    return farmers.size() < 2;
  }
}

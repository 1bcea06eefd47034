package org.kalepool.pages;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.FarmerState;
import org.kalepool.ops.OperatorLists;
import org.kalepool.web.Page;

/**
 * Farmers, newest first.
 *
 * @param q what was searched for, empty for nothing
 * @param state only farmers in it, empty for all
 * @param older whether these are not the first
 * @param wrong what is wrong with the search, null if nothing
 */
public record OperatorFarmersView(
    Page<OperatorLists.FarmerRow> page,
    String q,
    String state,
    boolean older,
    @Nullable String wrong) {
  /** All there are. */
  public List<String> states() {
    return Arrays.stream(FarmerState.values()).map(FarmerState::name).toList();
  }

  /** The address of the same search. */
  public String path() {
    return "/operator/farmers?q="
        + URLEncoder.encode(q, StandardCharsets.UTF_8)
        + "&state="
        + URLEncoder.encode(state, StandardCharsets.UTF_8);
  }
}

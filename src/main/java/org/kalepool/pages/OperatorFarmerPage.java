package org.kalepool.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.exit.PayoutWish;
import org.kalepool.ops.OperatorCorrectionsResource;
import org.kalepool.ops.OperatorLists;

/**
 * One farmer, as operators see it.
 *
 * @param row its standing, null if it is not in the list
 * @param farm what it sees itself
 * @param pooler its pooler's name
 * @param compared books against chain, null where that was not asked for
 * @param trouble why they could not be compared, null if they could or it was not asked for
 * @param payouts the newest that it has asked for, newest first
 */
public record OperatorFarmerPage(
    OperatorLists.@Nullable FarmerRow row,
    FarmView farm,
    String pooler,
    OperatorCorrectionsResource.@Nullable Differences compared,
    @Nullable String trouble,
    List<PayoutWish> payouts) {
  public OperatorFarmerPage {
    payouts = List.copyOf(payouts);
  }

  /** Whether books and chain were compared and differ. */
  public boolean differs() {
    return compared != null && !agrees();
  }

  /** Whether books and chain agree. */
  public boolean agrees() {
    return compared != null
        && compared.kale().difference() == 0
        && compared.xlm().difference() == 0
        && compared.missingPails().isEmpty();
  }
}

package org.kalepool.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.exit.PayoutPreview;
import org.kalepool.exit.PayoutWish;
import org.kalepool.farmer.FarmerAnswer;

/**
 * What a payout without leaving would pay, and what became of those before.
 *
 * @param typed the amount as it was typed, in KALE
 * @param threshold the threshold as it was typed, in KALE; empty for none
 * @param once a key with which the same form counts once
 * @param wishes newest first
 */
public record PayoutView(
    FarmerAnswer farmer,
    PayoutPreview split,
    String typed,
    String threshold,
    String once,
    List<PayoutWish> wishes,
    @Nullable String note,
    FormErrors wrong,
    String csrf,
    Explorer explorer) {
  public PayoutView {
    wishes = List.copyOf(wishes);
  }

  /** The one that waits, or is on its way. */
  public @Nullable PayoutWish open() {
    return wishes.stream().filter(wish -> wish.endedAt() == null).findFirst().orElse(null);
  }

  /** Whether the farmer can ask for one now. */
  public boolean canAsk() {
    return farmer.state().equals("ACTIVE") && open() == null && split.amount() > 0;
  }
}

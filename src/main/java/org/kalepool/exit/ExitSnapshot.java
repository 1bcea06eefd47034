package org.kalepool.exit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books.Position;
import org.kalepool.farmer.Farmer;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Pooler;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Holdings;

/**
 * All that a payout is decided on, read before and not changed by it.
 *
 * @param unseen the payout that has landed without anybody having seen it, if one has
 * @param contract what it takes to pay out by the split contract; null if there is none
 */
record ExitSnapshot(
    PayoutReading reading,
    ExitState state,
    Position books,
    Optional<UnseenSplits.Found> unseen,
    @Nullable ByContract contract) {
  /** Without a split contract. */
  ExitSnapshot(
      PayoutReading reading, ExitState state, Position books, Optional<UnseenSplits.Found> unseen) {
    this(reading, state, books, unseen, null);
  }

  Farmer farmer() {
    return reading.farmer();
  }

  Pooler pooler() {
    return reading.pooler();
  }

  @Nullable Holdings payout() {
    return reading.payout();
  }

  @Nullable Holdings poolerWallet() {
    return reading.poolerWallet();
  }

  Xlm baseReserve() {
    return reading.baseReserve();
  }

  boolean failedFor(Cause cause) {
    return state.cause() == cause;
  }
}

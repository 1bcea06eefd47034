package org.kalepool.exit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books.Position;
import org.kalepool.books.Earnings;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;

/**
 * All that a payout without leaving is decided on, read before and not changed by it.
 *
 * @param settledLedger a reading from before this ledger is stale
 * @param split the split contract, which pays payout wallets that are contracts; null if there is
 *     none
 * @param openPails whose harvests the account still has to pay for
 */
record EarnedSnapshot(
    PayoutReading reading,
    Position books,
    List<Earnings.Terms> terms,
    Kale amount,
    long settledLedger,
    @Nullable Address split,
    int openPails) {
  EarnedSnapshot {
    terms = List.copyOf(terms);
  }
}

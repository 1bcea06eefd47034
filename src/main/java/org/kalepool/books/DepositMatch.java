package org.kalepool.books;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.kalepool.books.DepositRepository.Open;
import org.kalepool.stellar.Receipts.Receipt;

/** Which payments a deposit is made of. */
final class DepositMatch {
  private DepositMatch() {}

  /**
   * The newest payments up to the ledger in which a deposit was seen, as many as come to its
   * amount: what came before these was in the books when it was booked.
   *
   * @param receipts of the wallet, in the order in which they came
   * @param free whether a payment is no other deposit's
   * @return oldest first; empty if none come to just that
   */
  static Optional<List<Receipt>> of(Open deposit, List<Receipt> receipts, Predicate<Receipt> free) {
    Deque<Receipt> found = new ArrayDeque<>();
    long missing = deposit.amount();
    for (Receipt receipt : receipts.reversed()) {
      boolean within = receipt.ledger() <= deposit.ledger() && receipt.asset() == deposit.asset();
      if (within && free.test(receipt)) {
        missing -= receipt.stroops();
        found.addFirst(receipt);
      }
      if (missing <= 0) {
        break;
      }
    }
    return missing == 0 ? Optional.of(List.copyOf(found)) : Optional.empty();
  }
}

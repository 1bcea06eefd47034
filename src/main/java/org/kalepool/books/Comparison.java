package org.kalepool.books;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kalepool.books.ReconciliationRepository.Standing;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.stellar.FarmerOnChain;
import org.kalepool.stellar.Holdings;

/**
 * Books against chain for one farmer, all in stroops.
 *
 * @param chainKale in the account, 0 without account or trustline
 * @param chainXlm in the account
 * @param chainPails in those open pails that the chain has
 * @param booksPails in the same pails, by the books
 * @param missing blocks of open pails that the chain does not have
 */
record Comparison(
    Standing books,
    long ledger,
    long chainKale,
    long chainXlm,
    long chainPails,
    long booksPails,
    List<Long> missing) {

  /**
   * @param chain read for exactly the pails that are open in the books
   */
  static Comparison of(Standing books, FarmerOnChain chain) {
    List<Long> missing = new ArrayList<>();
    long chainPails = 0;
    long booksPails = 0;
    for (Map.Entry<Long, Long> open : books.pails().entrySet()) {
      Pail pail = chain.pails().get(open.getKey());
      if (pail == null) {
        missing.add(open.getKey());
      } else {
        chainPails = Math.addExact(chainPails, pail.stake().longValueExact());
        booksPails = Math.addExact(booksPails, open.getValue());
      }
    }
    Holdings holdings = chain.holdings();
    Kale kale = holdings == null ? null : holdings.kale();
    return new Comparison(
        books,
        chain.ledger(),
        kale == null ? 0 : kale.stroops(),
        holdings == null ? 0 : holdings.xlm().stroops(),
        chainPails,
        booksPails,
        List.copyOf(missing));
  }

  /** Chain less books; positive is what arrived without the pool's doing. */
  long kaleDifference() {
    return Math.subtractExact(chainKale, books.custody());
  }

  long xlmDifference() {
    return Math.subtractExact(chainXlm, books.xlm());
  }

  long pailsDifference() {
    return Math.subtractExact(chainPails, booksPails);
  }

  /** The stakes of the missing pails. */
  long missingStakes() {
    return missing.stream().mapToLong(block -> books.pails().getOrDefault(block, 0L)).sum();
  }
}

package org.kalepool.books;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Differences between one farmer's books and the chain, and how an operator books one. A correction
 * is taken only if it is exactly a difference that a fresh reading of the chain shows.
 */
public interface Corrections {
  /** What differs. */
  enum What {
    /** KALE in the custodial account. */
    KALE,
    /** XLM in the custodial account. */
    XLM,
    /** A pail that the books hold open and the chain does not have. */
    PAIL
  }

  /**
   * A correction, in stroops.
   *
   * @param block of the pail, null for what is no pail
   * @param amount chain less books: negative for a shortage; for a pail its stake, negative
   * @param reward for a pail that was harvested, its reward; null if it is lost
   * @param debtor of a shortage, who bears it: the pooler owes KALE to the farmer then, the farmer
   *     has had it or bears it, the network took it. Of a surplus, who gave it: the pooler's pays
   *     what it owes, all else is a deposit
   * @param cause a word such as {@code CLAWBACK}
   * @param why the operator's reason
   */
  record Correction(
      UUID farmer,
      What what,
      @Nullable Long block,
      long amount,
      @Nullable Long reward,
      Debtor debtor,
      String cause,
      String why) {}

  /**
   * Books and chain as of one ledger, in stroops.
   *
   * @param ready whether they speak of the same state; otherwise something of the farmer's is under
   *     way, a restored farmer is not recovered yet, or the node lags, and differences may pass
   * @param missing stakes of the pails that the books hold open and the chain does not have
   */
  record Standing(
      UUID farmer,
      long ledger,
      boolean ready,
      long booksKale,
      long chainKale,
      long booksXlm,
      long chainXlm,
      Map<Long, Long> missing) {
    public Standing {
      missing = Map.copyOf(missing);
    }

    /** Chain less books. */
    public long kale() {
      return Math.subtractExact(chainKale, booksKale);
    }

    /** Chain less books. */
    public long xlm() {
      return Math.subtractExact(chainXlm, booksXlm);
    }
  }

  /** What came of it. */
  sealed interface Answer {
    /** It is booked under this number. */
    record Booked(long id) implements Answer {}

    /** Nothing was booked: the difference is another one. */
    record Differs(Standing now) implements Answer {}

    /** Nothing was booked: books and chain cannot be compared now. */
    record NotReady(Standing now) implements Answer {}

    /** Nothing was booked: what is asked for makes no sense. */
    record Refused(String field, String why) implements Answer {}
  }

  /**
   * Reads a farmer's books and the chain.
   *
   * @return empty if there is no such farmer
   * @throws org.kalepool.stellar.RpcException if the network cannot be read
   */
  Optional<Standing> look(UUID farmer);

  /**
   * Books a difference, in the caller's database transaction.
   *
   * @param seen what {@link #look} showed; what the books say is read again under a lock
   */
  Answer book(Correction correction, Standing seen);
}

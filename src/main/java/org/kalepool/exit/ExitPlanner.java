package org.kalepool.exit;

import org.kalepool.books.Books.Position;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Holdings;

/**
 * Decides how a leaving farmer is paid out, from what books and chain hold. A pure function.
 *
 * <p>First whether anything keeps it from being paid at all; then by the split contract, where
 * there is one and it can ({@link ContractPlanner}), otherwise by classic operations ({@link
 * ClassicPlanner}).
 */
final class ExitPlanner {
  /** Poolers that pay in one transaction, of the network's 20 signatures. */
  static final int MOST_PAYING = 15;

  private final ContractPlanner contracts;
  private final ClassicPlanner classic;

  /**
   * @param feeReserve what an account must have to spare to carry the transaction
   */
  ExitPlanner(Xlm feeReserve) {
    this.contracts = new ContractPlanner(feeReserve);
    this.classic = new ClassicPlanner(feeReserve);
  }

  /** What becomes of all the XLM of an account that is merged into the carrier's wallet. */
  ExitDecision.Lumens throughCarrier(Position books, Xlm xlm) {
    return contracts.throughCarrier(books, xlm);
  }

  /** What is to be done once nothing is open ({@link ExitState#whileOpen}). */
  ExitDecision decide(ExitSnapshot now) {
    Holdings custodial = now.reading().custodial();
    Position books = now.books();
    if (custodial != null && now.unseen().filter(UnseenSplits.Found::byContract).isPresent()) {
      Xlm gone = books.xlm().minus(custodial.xlm()).max(Xlm.ZERO);
      return new ExitDecision.PaidUnseen(now.unseen().get(), gone);
    }
    if (custodial == null) {
      boolean nothing =
          books.custody().isZero() && books.xlm().isZero() && !now.state().everFunded();
      ExitDecision gone = nothing ? new ExitDecision.Gone() : wait(Obstacle.ACCOUNT_UNSEEN, "");
      return now.unseen()
          .<ExitDecision>map(found -> new ExitDecision.PaidUnseen(found, books.xlm()))
          .orElse(gone);
    }
    Kale onChain = onChain(custodial);
    // The XLM too: a deposit that is not booked yet would leave the books with a debt for ever.
    if (!onChain.equals(books.custody()) || !custodial.xlm().equals(books.xlm())) {
      String figures = "books %s KALE %s XLM, chain %s KALE %s XLM";
      figures = figures.formatted(books.custody(), books.xlm(), onChain, custodial.xlm());
      return wait(Obstacle.BOOKS_DIFFER, figures);
    }
    if (onChain.isPositive() && !custodial.authorized()) {
      return wait(Obstacle.CUSTODY_UNAUTHORIZED, now.farmer().custodial().text());
    }
    if (custodial.attached().subEntries() > 0) {
      return wait(Obstacle.SUB_ENTRIES, attached(custodial));
    }
    return contracts.decide(now, custodial).orElseGet(() -> classic.decide(now, custodial));
  }

  private static String attached(Holdings custodial) {
    return "%s has %d other sub-entries (trustlines, offers, data, pool shares)"
        .formatted(custodial.account().text(), custodial.attached().subEntries());
  }

  /** Whether the pooler's wallet can pay its part now; otherwise it is owed on. */
  static boolean pays(ExitSnapshot now, Split.Part part) {
    Holdings wallet = now.reading().wallet(part.pooler());
    return wallet != null
        && wallet.gives(part.fromPooler())
        && now.reading().signs(part.pooler())
        && !now.failedFor(Cause.BALANCE_TOO_LOW);
  }

  /** Whether the payout wallet can be paid this much KALE. */
  static boolean takes(ExitSnapshot now, Holdings payout, Kale amount) {
    // What is not seen here the network's answer tells.
    return payout.takes(amount)
        && !now.failedFor(Cause.NO_TRUSTLINE)
        && !now.failedFor(Cause.OVER_TRUSTLINE_LIMIT);
  }

  static boolean signs(ExitSnapshot now) {
    return now.poolerWallet() != null && now.reading().poolerSigns();
  }

  static Kale onChain(Holdings custodial) {
    Kale kale = custodial.kale();
    return kale == null ? Kale.ZERO : kale;
  }

  private static ExitDecision.Wait wait(Obstacle obstacle, String detail) {
    return new ExitDecision.Wait(obstacle, detail);
  }
}

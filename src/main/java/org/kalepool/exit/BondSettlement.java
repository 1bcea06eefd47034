package org.kalepool.exit;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.kalepool.books.Books;
import org.kalepool.kale.Kale;
import org.kalepool.pooler.Bonds;
import org.kalepool.pooler.Bonds.Bond;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionSettled;

/** Writes down that a bond has gone back; if that failed, the next sweep decides anew. */
@Singleton
final class BondSettlement {
  private static final Logger LOG = Logger.getLogger(BondSettlement.class);

  private final Bonds bonds;
  private final Books books;

  BondSettlement(Bonds bonds, Books books) {
    this.bonds = bonds;
    this.books = books;
  }

  void onSettled(@Observes TransactionSettled event) {
    if (event.request().action() != Action.BOND) {
      return;
    }
    Bond bond =
        bonds
            .at(event.request().lane())
            .orElseThrow(
                () -> new IllegalStateException("no bond is at " + event.request().lane()));
    bonds.lock(bond.poolerId());
    switch (event.outcome()) {
      case Outcome.Landed landed -> {
        books.bondReturned(bond.poolerId(), paid(event.request().call()), "" + event.id());
        bonds.moved(bond.poolerId(), landed.ledger());
      }
      case Outcome.Failed failed -> failed(bond, failed.cause() + " (" + failed.detail() + ")");
      case Outcome.Refused refused -> failed(bond, refused.cause() + " (" + refused.detail() + ")");
    }
  }

  private static Kale paid(Call call) {
    return call instanceof Call.Operations many
        ? many.operations().stream()
            .filter(Call.PayKale.class::isInstance)
            .map(it -> ((Call.PayKale) it).amount())
            .reduce(Kale.ZERO, Kale::plus)
        : Kale.ZERO;
  }

  private static void failed(Bond bond, String why) {
    LOG.warnf("giving pooler %s its bond back failed: %s", bond.poolerId(), why);
  }
}

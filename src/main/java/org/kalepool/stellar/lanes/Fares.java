package org.kalepool.stellar.lanes;

import jakarta.inject.Singleton;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.SharedLedgers;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.chain.InclusionFees;
import org.kalepool.stellar.chain.Terms;

/** How the pool's own transactions fare, for the next ones: their bids, and how many to send. */
@Singleton
final class Fares implements SharedLedgers {
  /** What waits as long as this is passed over for its bid, most likely. */
  private static final int LONG_LEDGERS = 3;

  /** Of so many or more one more takes hardly more of a ledger than the others do. */
  private static final int MANY_WORKS = 20;

  /** How much of what is known of a ledger's room the newest is. */
  private static final double NEWEST = 0.2;

  private final Terms terms;
  private volatile double works;

  Fares(Terms terms) {
    this.terms = terms;
  }

  /** Notes one that landed. */
  void landed(LaneRow row, Outcome.Landed end) {
    charged(row, end);
    inLedger(row, end.ledger(), end.inclusionCharged());
  }

  /** Notes one that failed in a ledger, where it has taken a place all the same. */
  void failed(LaneRow row, Outcome.Failed end) {
    inLedger(row, end.ledger(), end.inclusionCharged());
  }

  private void inLedger(LaneRow row, long ledger, @Nullable Long price) {
    LaneRow.Built built = row.envelope();
    Bids.Bid bid = built.bid();
    Long sent = built.sentLedger();
    if (bid == null || sent == null) {
      return;
    }
    InclusionFees fees = terms.inclusion();
    double part = part(row);
    if (isCall(row)) {
      fees.taken(ledger, part, bid.inclusion(), price == null ? bid.inclusion() : price);
      learnRoom(row.request(), part);
    }
    if (!fees.passedOver(isCall(row), row.id(), bid.inclusion(), part, sent, ledger)) {
      fees.landed(isCall(row), bid.inclusion());
    }
  }

  private synchronized void learnRoom(TransactionRequest request, double part) {
    int carried = request.call() instanceof Call.WorkMany many ? many.items().size() : 0;
    if (carried >= MANY_WORKS && part > 0) {
      double room = Math.floor(1 / part) * carried;
      works = works == 0 ? room : works + NEWEST * (room - works);
    }
  }

  @Override
  public OptionalInt worksTogether() {
    double known = works;
    return known < MANY_WORKS ? OptionalInt.empty() : OptionalInt.of((int) known);
  }

  /** Notes what each of its deeds was charged beside its place; a fee bump pays for two places. */
  private void charged(LaneRow row, Outcome.Landed end) {
    TransactionRequest request = row.request();
    Long inclusion = end.inclusionCharged();
    boolean usual =
        switch (request.call()) {
          case Call.Plant plant -> plant.amount().isPositive();
          case Call.Work _, Call.WorkMany _, Call.Harvest _, Call.HarvestMany _ -> true;
          // a vault's plants, and what is not asked for in every block
          case Call.Many _, Call.MakeVault _, Call.Settle _, Call.Stop _ -> false;
          case Call.Operations _, ContractCall _ -> false;
        };
    if (usual && inclusion != null && row.envelope().innerHash() == null) {
      long resources = end.fee().stroops() - inclusion;
      terms.charged(request.action(), resources / request.deeds().size());
    }
  }

  /**
   * Notes one that a node was sent for the first time; what a later sending meets only a look
   * tells.
   *
   * @param ledger the newest that the node had
   */
  void sent(LaneRow row, long ledger) {
    if (isCall(row)) {
      terms.inclusion().waits(row.id(), part(row), ledger);
    }
  }

  /** Notes that one has ended, in a ledger or not. */
  void ended(LaneRow row) {
    terms.inclusion().ended(row.id());
  }

  /**
   * Notes one that is in no ledger yet.
   *
   * @param ledger the newest that was looked into
   */
  void waits(LaneRow row, long ledger) {
    LaneRow.Built built = row.envelope();
    Bids.Bid bid = built.bid();
    Long sent = built.sentLedger();
    if (sent == null) {
      return;
    }
    sent(row, ledger);
    if (bid != null && ledger - sent == LONG_LEDGERS) {
      terms.inclusion().passedOver(isCall(row), row.id(), bid.inclusion(), part(row), sent, ledger);
    }
  }

  /** Of a ledger's room; 0 for classic operations. */
  private double part(LaneRow row) {
    return isCall(row) ? terms.part(row.envelope().envelope()) : 0;
  }

  private static boolean isCall(LaneRow row) {
    return !(row.request().call() instanceof Call.Operations);
  }
}

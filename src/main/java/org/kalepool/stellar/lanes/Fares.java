package org.kalepool.stellar.lanes;

import jakarta.inject.Singleton;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.NetworkStatus;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.chain.Terms;

/** How the pool's own transactions fare, for the bids of the next ones. */
@Singleton
final class Fares {
  /** What waits as long as this is passed over for its bid, most likely. */
  private static final int LONG_LEDGERS = 3;

  private final Terms terms;
  private final NetworkStatus status;

  Fares(Terms terms, NetworkStatus status) {
    this.terms = terms;
    this.status = status;
  }

  /** Notes one that landed. */
  void landed(LaneRow row, Outcome.Landed end) {
    charged(row, end);
    long ledger = end.ledger();
    LaneRow.Built built = row.envelope();
    Bids.Bid bid = built.bid();
    Long sent = built.sentLedger();
    if (bid == null || sent == null) {
      return;
    }
    if (ledger - sent < LONG_LEDGERS) {
      terms.inclusion().landed(isCall(row), bid.inclusion());
    } else {
      terms.inclusion().passedOver(isCall(row), bid.inclusion());
    }
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

  /** Notes one that a node has and no ledger has taken. */
  void waits(LaneRow row) {
    LaneRow.Built built = row.envelope();
    Bids.Bid bid = built.bid();
    Long sent = built.sentLedger();
    if (bid != null && sent != null && status.view().ledger() - sent == LONG_LEDGERS) {
      terms.inclusion().passedOver(isCall(row), bid.inclusion());
    }
  }

  private static boolean isCall(LaneRow row) {
    return !(row.request().call() instanceof Call.Operations);
  }
}

package org.kalepool.stellar.lanes;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.kalepool.stellar.rpc.StellarRpc;

/** The real open transactions, but what was sent may land at any time, as no node says else. */
@Alternative
@Singleton
public final class FlyingTransactions extends StoredOpenTransactions {
  private final OpenTransactionRepository rows;

  FlyingTransactions(
      TransactionRepository store,
      OpenTransactionRepository rows,
      TransactionEnvelopeRepository envelopes,
      StellarRpc rpc,
      Classifiers classifiers,
      Settlement settlement,
      Clock clock) {
    super(store, rows, envelopes, rpc, classifiers, settlement, clock);
    this.rows = rows;
  }

  @Override
  public GivingUp giveUp(long id, String why) {
    boolean sent = rows.open(id).map(row -> row.built() != null).orElse(false);
    return sent ? GivingUp.MAY_STILL_LAND : super.giveUp(id, why);
  }
}

package org.kalepool.stellar.lanes;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.ForgottenTransactions;
import org.kalepool.stellar.SettledDeeds;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.xdr.Envelope;

/** Looks for them in the table of transactions, and asks the node. */
@ApplicationScoped
class ForgottenLandings implements ForgottenTransactions {
  private static final Logger LOG = Logger.getLogger(ForgottenLandings.class);

  private final TransactionRepository store;
  private final TransactionEnvelopeRepository envelopes;
  private final EnvelopeOutcomes outcomes;
  private final StellarRpc rpc;
  private final Classifiers classifiers;
  private final SettledDeeds settled;

  ForgottenLandings(
      TransactionRepository store,
      TransactionEnvelopeRepository envelopes,
      EnvelopeOutcomes outcomes,
      StellarRpc rpc,
      Classifiers classifiers,
      SettledDeeds settled) {
    this.store = store;
    this.envelopes = envelopes;
    this.outcomes = outcomes;
    this.rpc = rpc;
    this.classifiers = classifiers;
    this.settled = settled;
  }

  @Override
  public Optional<Action> action(long id) {
    return store.refusedAction(id);
  }

  @Override
  public boolean knows(Hash hash) {
    return envelopes.knows(hash);
  }

  @Override
  public Booking book(long id, Hash hash) {
    // what became of a batch's deeds the chain tells, and their owners read it
    Optional<LaneRow> row = store.refused(id, hash);
    if (row.isEmpty()) {
      return Booking.NO_SUCH_TRANSACTION;
    }
    Answer known =
        classifiers.current().looked(row.get().request().call(), rpc.getTransaction(hash.hex()));
    if (!(known instanceof Answer.Landed landed)) {
      return Booking.NOT_KNOWN;
    }
    Address payer = Envelope.read(row.get().envelope().envelope()).feePayer();
    settled.tell(
        List.of(
            new TransactionSettled(
                id, row.get().request(), outcomes.landed(row.get(), landed), payer)));
    LOG.infof("transaction %d is booked as landed in ledger %d", id, landed.ledger());
    return Booking.BOOKED;
  }
}

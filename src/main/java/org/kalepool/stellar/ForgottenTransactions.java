package org.kalepool.stellar;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;

/**
 * Transactions that were refused because the node had forgotten what became of them, and that a
 * node with a longer memory knows to have landed.
 */
@ApplicationScoped
public class ForgottenTransactions {
  private static final Logger LOG = Logger.getLogger(ForgottenTransactions.class);

  private final TransactionRepository store;
  private final LaneFollower follower;
  private final StellarRpc rpc;
  private final Classifiers classifiers;
  private final Event<TransactionSettled> settled;

  ForgottenTransactions(
      TransactionRepository store,
      LaneFollower follower,
      StellarRpc rpc,
      Classifiers classifiers,
      Event<TransactionSettled> settled) {
    this.store = store;
    this.follower = follower;
    this.rpc = rpc;
    this.classifiers = classifiers;
    this.settled = settled;
  }

  /** What came of booking one. */
  public enum Booking {
    /** Whoever records such transactions has recorded it. */
    BOOKED,
    /** No refused transaction with this number had an envelope with this hash. */
    NO_SUCH_TRANSACTION,
    /** The node does not know that it landed. */
    NOT_KNOWN
  }

  /** What a refused transaction was for; empty if none that was refused has this number. */
  public Optional<Action> action(long id) {
    return store.refusedAction(id);
  }

  /**
   * Has a refused transaction recorded as landed, in the caller's database transaction, if the node
   * knows that it did. What is recorded already stays as it is; the row stays refused.
   *
   * @throws RpcException if the node cannot be asked
   */
  public Booking book(long id, Hash hash) {
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
    settled.fire(
        new TransactionSettled(id, row.get().request(), follower.landed(row.get(), landed), payer));
    LOG.infof("transaction %d is booked as landed in ledger %d", id, landed.ledger());
    return Booking.BOOKED;
  }
}

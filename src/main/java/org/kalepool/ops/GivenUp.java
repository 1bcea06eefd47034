package org.kalepool.ops;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.web.Audit;

/** Giving up is recorded where the lane ends the transaction, in its database transaction. */
@Singleton
final class GivenUp {
  private final Audit audit;

  GivenUp(Audit audit) {
    this.audit = audit;
  }

  void settled(@Observes TransactionSettled event) {
    if (event.place() == 0
        && event.outcome() instanceof Outcome.Refused refused
        && refused.cause() == Cause.GIVEN_UP) {
      audit.note(new Audit.Command("give-up", Long.toString(event.id()), refused.detail()));
    }
  }
}

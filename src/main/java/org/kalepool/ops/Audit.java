package org.kalepool.ops;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.Db;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.web.Caller;

/** What operators did, append-only: a command and its row are committed together or not at all. */
@Singleton
final class Audit {
  private final Db db;
  private final Clock clock;

  Audit(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /**
   * One command.
   *
   * @param what such as {@code suspend}
   * @param target the id of what it is done to, null if to the whole pool
   * @param detail the operator's reason, or the new value
   */
  record Command(String what, @Nullable String target, @Nullable String detail) {}

  /**
   * Does it and records it in one database transaction; what throws leaves neither. A deed in
   * memory is done last, so that none goes unrecorded.
   */
  <T> T record(Command command, Supplier<T> deed) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              insert(command);
              return deed.get();
            });
  }

  /** Records a command in the database transaction that does it. */
  void note(Command command) {
    insert(command);
  }

  /** Records what takes many database transactions, before it begins. */
  void announce(Command command) {
    QuarkusTransaction.requiringNew().run(() -> insert(command));
  }

  /** Giving up is recorded where the lane ends the transaction, in its database transaction. */
  void settled(@Observes TransactionSettled event) {
    if (event.outcome() instanceof Outcome.Refused refused && refused.cause() == Cause.GIVEN_UP) {
      insert(new Command("give-up", Long.toString(event.id()), refused.detail()));
    }
  }

  private void insert(Command command) {
    db.update(
        "insert into audit (who, what, target, detail, at) values (?, ?, ?, ?, ?)",
        Caller.OPERATOR,
        command.what(),
        command.target(),
        command.detail(),
        clock.instant());
  }
}

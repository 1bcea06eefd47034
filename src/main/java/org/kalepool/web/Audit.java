package org.kalepool.web;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What operators did, each under its name, append-only: a command and its row are committed
 * together or not at all. All of it happens within an operator's request.
 */
@Singleton
public final class Audit {
  private final AuditRepository rows;
  private final Clock clock;
  private final Caller caller;

  Audit(AuditRepository rows, Clock clock, Caller caller) {
    this.rows = rows;
    this.clock = clock;
    this.caller = caller;
  }

  /**
   * One command.
   *
   * @param what such as {@code suspend}
   * @param target the id of what it is done to, null if to the whole pool
   * @param detail the operator's reason, or the new value
   */
  public record Command(String what, @Nullable String target, @Nullable String detail) {}

  /**
   * Does it and records it in one database transaction, the present one if there is any; what
   * throws leaves neither. A deed in memory is done last, so that none goes unrecorded.
   */
  public <T> T record(Command command, Supplier<T> deed) {
    return QuarkusTransaction.joiningExisting()
        .call(
            () -> {
              note(command);
              return deed.get();
            });
  }

  /**
   * Records a command in the database transaction that does it.
   *
   * @throws ProblemException if the operator may only look
   */
  public void note(Command command) {
    caller.requireOfOperators(OperatorRole.OPERATOR);
    rows.persistAndFlush(new AuditEntity(caller.name(), command, clock.instant()));
  }

  /** The same where farmers may do it as well, whose own deeds are no commands. */
  public void noteIfOperators(String by, Command command) {
    if (by.equals(Caller.OPERATOR)) {
      note(command);
    }
  }

  /** A command that was recorded. */
  @Schema(name = "AuditedCommand")
  @RegisterForReflection
  public record Entry(
      long id,
      String who,
      String what,
      @Nullable String target,
      @Nullable String detail,
      Instant at) {}

  /** What was recorded last, newest first. */
  public List<Entry> newest(Paging paging) {
    return rows.newest(paging.before(), paging.rows());
  }

  /** When a command was last given after this; empty if it was not. */
  public Optional<Instant> last(String what, Instant after) {
    return rows.last(what, after);
  }

  /** Records what takes many database transactions, before it begins. */
  public void announce(Command command) {
    QuarkusTransaction.requiringNew().run(() -> note(command));
  }
}

package org.kalepool.stellar.lanes;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.kalepool.stellar.Absences;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Validity;
import org.kalepool.stellar.chain.Terms;

/**
 * Makes a queued request into a signed transaction, if its lane's account and the time allow it.
 * Stores and sends nothing.
 */
@ApplicationScoped
class LaneBuilder {
  /** How long the network may say that an account is missing before it is believed. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final EnvelopeMaker maker;
  private final NetworkTime time;
  private final Terms terms;
  private final TransactionRepository store;
  private final Turns turns;
  private final Waits waits;
  private final Absences absences;
  private final Validity validity;

  LaneBuilder(
      EnvelopeMaker maker,
      NetworkTime time,
      Terms terms,
      TransactionRepository store,
      Turns turns,
      Waits waits,
      Absences absences,
      Validity validity) {
    this.maker = maker;
    this.time = time;
    this.terms = terms;
    this.store = store;
    this.turns = turns;
    this.waits = waits;
    this.absences = absences;
    this.validity = validity;
  }

  /**
   * @throws RpcException if the node cannot be asked
   */
  EnvelopeMaker.Result build(LaneRow row) {
    TransactionRequest request = row.request();
    terms.refresh();
    Optional<Answer> closed = tooLate(row);
    if (closed.isPresent()) {
      return new EnvelopeMaker.Stopped(closed.get());
    }
    EnvelopeMaker.State state = maker.read(request);
    Long sequence = state.sequence();
    boolean certain = absences.isCertainOfAccount(request.lane(), sequence != null, state.ledger());
    if (sequence == null) {
      boolean current = certain && state.ledger() >= time.ledger();
      return new EnvelopeMaker.Stopped(
          current && waits.olderThan(row.createdAt(), PATIENCE)
              ? new Answer.Refused(Cause.ACCOUNT_MISSING, "no account " + request.lane())
              : Answer.TryAgain.later("no account " + request.lane() + " yet"));
    }
    OptionalLong used = store.lastUsedSequence(request.lane());
    if (used.isPresent() && sequence < used.getAsLong()) {
      return new EnvelopeMaker.Stopped(
          Answer.TryAgain.later("the node lags: its sequence number is used"));
    }
    return maker.make(request, row.envelopes(), sequence + 1, maxTime(request), state);
  }

  /** The end of a request whose time has passed before it was sent. */
  private Optional<Answer> tooLate(LaneRow row) {
    Long notAfter = row.request().notAfter();
    long now = time.now();
    if (notAfter == null || now < notAfter) {
      return Optional.empty();
    }
    return Optional.of(
        new Answer.Refused(expiry(row), "it is " + now + ", it was good until " + notAfter));
  }

  /** What a request dies of when its time is over. */
  static Cause expiry(LaneRow row) {
    LastAnswer last = row.lastAnswer();
    if (last != null && last.kind().isForTheFee()) {
      return Cause.FEE_TOO_LOW;
    }
    boolean forBlock =
        row.request().action() == Action.PLANT || row.request().action() == Action.WORK;
    return row.envelopes() == 0 && forBlock ? Cause.BLOCK_CLOSED : Cause.EXPIRED;
  }

  private long maxTime(TransactionRequest request) {
    long now = time.now();
    long maxTime =
        Math.min(now + validity.seconds(terms.ledgerSeconds()), turns.latest(request, now));
    Long notAfter = request.notAfter();
    return notAfter == null ? maxTime : Math.min(maxTime, notAfter);
  }
}

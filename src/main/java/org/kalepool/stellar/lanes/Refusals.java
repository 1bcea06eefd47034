package org.kalepool.stellar.lanes;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.schedule.Backoff;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.NetworkStatus;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;

/**
 * What was refused without getting into any ledger, so that it is not asked for again in the state
 * that it was refused in. A refusal costs nothing and comes at once; whoever asks again on hearing
 * of it, and knows no more than before, would go on for ever. So the same request passes only in a
 * newer ledger, and after each refusal twice as long is waited, up to a minute.
 *
 * <p>Kept in memory: a restart is no loop.
 */
@Singleton
final class Refusals {
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(3), Duration.ofMinutes(1));

  /** Whoever comes back later than this starts anew. */
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private static final int MANY = 1_000;

  private final Clock clock;
  private final NetworkStatus status;

  // guarded by this
  private final Map<Request, Refusal> refusals = new HashMap<>();

  Refusals(Clock clock, NetworkStatus status) {
    this.clock = clock;
    this.status = status;
  }

  /** What is asked for, whatever the call's details: for whom, where, what, from which account. */
  private record Request(Address lane, Action action, @Nullable UUID farmer, @Nullable Long block) {
    static Request of(TransactionRequest request) {
      return new Request(request.lane(), request.action(), request.farmer(), request.block());
    }
  }

  /**
   * The last refusal of a request.
   *
   * @param ledger the newest ledger known at that time
   */
  private record Refusal(int times, long ledger, Instant at) {
    Instant pauseEnds() {
      return at.plus(BACKOFF.after(times));
    }
  }

  /** Notes how a request ended. */
  synchronized void ended(TransactionRequest request, Outcome outcome) {
    if (request.isBatch()) {
      // what was in it goes on by itself, and is remembered then
      return;
    }
    Request key = Request.of(request);
    if (!(outcome instanceof Outcome.Refused)) {
      refusals.remove(key);
      return;
    }
    Instant now = clock.instant();
    if (refusals.size() >= MANY) {
      refusals.values().removeIf(it -> it.at().plus(REMEMBERED).isBefore(now));
    }
    long ledger = status.view().ledger();
    refusals.merge(
        key,
        new Refusal(1, ledger, now),
        (old, fresh) ->
            old.at().plus(REMEMBERED).isBefore(now)
                ? fresh
                : new Refusal(old.times() + 1, ledger, now));
  }

  /** Whether this may be asked for now. */
  synchronized boolean mayAsk(TransactionRequest request) {
    if (request.isBatch()) {
      return true;
    }
    Refusal last = refusals.get(Request.of(request));
    return last == null
        || (status.view().ledger() > last.ledger() && !clock.instant().isBefore(last.pauseEnds()));
  }
}

package org.kalepool.stellar.lanes;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.kalepool.kale.Address;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.NetworkStatus;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.chain.Terms;

/**
 * Whose turn it is on a lane. A lane carries one transaction at a time, and what is in the network
 * may stay there for its whole validity; so what can wait is not sent from a lane when a work or a
 * plant is due there soon, and is made to expire before.
 *
 * <p>What is expected is kept in memory: the work engine tells it anew at every look. How actions
 * follow one another on a lane the view {@code open_transactions} says.
 */
@Singleton
final class Turns {
  /** Ledgers that a transaction is given to land in, at least, before it is sent at all. */
  private static final int LEAST_LEDGERS = 3;

  /** A work that has not come by then is not waited for. */
  private static final long OVERDUE_SECONDS = 60;

  private record Plants(Set<Address> lanes, long due) {}

  private final NetworkStatus status;
  private final Terms terms;
  private volatile Map<Address, Instant> works = Map.of();
  private volatile Plants plants = new Plants(Set.of(), 0);

  Turns(NetworkStatus status, Terms terms) {
    this.status = status;
    this.terms = terms;
  }

  /**
   * Replaces what was expected.
   *
   * @param expected when the next work is to be sent, by the lane it will be sent from
   */
  void expect(Map<Address, Instant> expected) {
    works = Map.copyOf(expected);
  }

  /**
   * Replaces what was expected.
   *
   * @param lanes from which the next block is to be planted
   * @param due network time, Unix seconds, at which it may be opened
   */
  void expectPlants(Set<Address> lanes, long due) {
    plants = new Plants(Set.copyOf(lanes), due);
  }

  /** Whether this has to stay back because a work is due from the same lane before it could end. */
  boolean mustWait(TransactionRequest request) {
    long now = status.view().closeTime();
    return latest(request, now) - now < LEAST_LEDGERS * terms.ledgerSeconds();
  }

  /**
   * The last close time, Unix seconds, of a ledger that this may land in; far off if any will do.
   *
   * @param now the network's
   */
  long latest(TransactionRequest request, long now) {
    if (request.action() == Action.WORK || request.action() == Action.PLANT) {
      return Long.MAX_VALUE;
    }
    Instant work = works.get(request.lane());
    Plants next = plants;
    long beforeWork = work == null ? Long.MAX_VALUE : before(work.getEpochSecond(), now);
    long beforePlant =
        next.lanes().contains(request.lane()) ? before(next.due(), now) : Long.MAX_VALUE;
    return Math.min(beforeWork, beforePlant);
  }

  private static long before(long turn, long now) {
    return now - turn > OVERDUE_SECONDS ? Long.MAX_VALUE : turn - 1;
  }
}

package org.kalepool.exit;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.Cause;

/**
 * What the database says of a farmer's departure, as of one statement.
 *
 * @param pooler whose debt it is that the obstacle and what follows are of; {@link
 *     ObstacleRepository#PAYOUT} if they are of the payout
 * @param pails planted and not settled
 * @param transactions queued or in flight for the farmer
 * @param splitSent whether the payout is one of them
 * @param debtSent whether the payment of what a pooler still owes is one of them
 * @param laneBusy whether any transaction of the custodial account is queued or in flight
 * @param difference whether the newest reconciliation found one
 * @param everFunded whether the custodial account was ever seen to exist, and no operator has
 *     booked what became of it
 * @param obstacle the one recorded last, null if none stands; then what follows is empty
 * @param cause why the last attempt failed, null if there was none
 * @param attempts how many have failed
 * @param nextTry not before then, null if at any time
 */
@RegisterForReflection
record ExitState(
    UUID farmer,
    UUID pooler,
    int pails,
    int transactions,
    boolean splitSent,
    boolean debtSent,
    boolean laneBusy,
    boolean difference,
    boolean everFunded,
    @Nullable Obstacle obstacle,
    @Nullable Cause cause,
    String detail,
    int attempts,
    @Nullable Instant since,
    @Nullable Instant nextTry) {

  boolean underWay() {
    return transactions > 0 || laneBusy;
  }

  /** Whether the pause after the last failed attempt is not over. */
  boolean pauses(Instant now) {
    return nextTry != null && now.isBefore(nextTry);
  }

  /** What is to be done while anything is open; empty if the chain is to be looked at. */
  Optional<ExitDecision> whileOpen(Instant now) {
    if (splitSent || pauses(now)) {
      return Optional.of(new ExitDecision.Later());
    }
    if (pails > 0) {
      return Optional.of(new ExitDecision.Wait(Obstacle.OPEN_PAILS, pails + " open"));
    }
    if (underWay()) {
      return Optional.of(new ExitDecision.Wait(Obstacle.OPEN_TRANSACTIONS, ""));
    }
    return difference
        ? Optional.of(new ExitDecision.Wait(Obstacle.RECONCILIATION, ""))
        : Optional.empty();
  }
}

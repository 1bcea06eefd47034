package org.kalepool.exit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.Cause;

/** The state of a farmer that was funded and has nothing open, but for what a test says. */
final class ExitStateBuilder {
  int pails;
  int transactions;
  boolean splitSent;
  boolean debtSent;
  boolean laneBusy;
  boolean difference;
  boolean everFunded = true;
  @Nullable Cause cause;
  int attempts;
  @Nullable Instant nextTry;

  ExitState build() {
    return new ExitState(
        UUID.randomUUID(),
        ObstacleRepository.PAYOUT,
        pails,
        transactions,
        splitSent,
        debtSent,
        laneBusy,
        difference,
        everFunded,
        cause == null ? null : Obstacle.SPLIT_FAILED,
        cause,
        "",
        attempts,
        cause == null ? null : Instant.EPOCH,
        nextTry);
  }
}

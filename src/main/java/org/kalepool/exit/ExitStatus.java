package org.kalepool.exit;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.FarmerState;
import org.kalepool.stellar.Cause;

/**
 * How far a departure is.
 *
 * @param requestedAt when the farmer asked to leave, null if it did not
 * @param openPails planted and not settled yet
 * @param openTransactions in flight
 * @param splitSent whether the payout has been requested; from then on nothing can be withdrawn
 * @param waitingFor what the payout waits for, null if for nothing known
 */
@Schema(name = "ExitStatus")
public record ExitStatus(
    UUID farmerId,
    FarmerState state,
    @Nullable Instant requestedAt,
    int openPails,
    int openTransactions,
    boolean splitSent,
    @Nullable WaitingFor waitingFor) {
  /**
   * What a payout waits for.
   *
   * @param code stable
   * @param cause why the last attempt failed, null if there was none
   * @param detail figures, may be empty
   * @param nextTryAt not before then, null if at any time
   */
  @Schema(name = "ExitObstacle")
  public record WaitingFor(
      String code,
      String meaning,
      @Nullable String cause,
      String detail,
      int failedAttempts,
      Instant since,
      @Nullable Instant nextTryAt) {
    static @Nullable WaitingFor of(ExitState state) {
      Obstacle obstacle = state.obstacle();
      Instant since = state.since();
      if (obstacle == null || since == null) {
        return null;
      }
      Cause cause = state.cause();
      return new WaitingFor(
          obstacle.name(),
          obstacle.meaning(),
          cause == null ? null : cause.name(),
          state.detail(),
          state.attempts(),
          since,
          state.nextTry());
    }
  }
}

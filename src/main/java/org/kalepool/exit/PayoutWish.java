package org.kalepool.exit;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A payout without leaving, and how far it is; amounts are stroops.
 *
 * @param amount of what is earned, the poolers' part included
 * @param state WAITING, SENT, PAID, WITHDRAWN, LEFT (the farmer leaves, and is paid all) or
 *     RESTORED (a backup was restored: ask again)
 * @param askedBy farmer, operator or threshold
 * @param waitingFor null if for nothing known
 * @param toFarmer what the payout wallet got, null until it is paid; so are the next three
 * @param toPoolers what poolers got of it
 * @param settled compensation that was taken from the poolers' shares
 */
@RegisterForReflection
@Schema(name = "PayoutWish")
public record PayoutWish(
    long id,
    UUID farmerId,
    long amount,
    String state,
    String askedBy,
    Instant askedAt,
    @Nullable Waiting waitingFor,
    @Nullable Instant endedAt,
    @Nullable Long toFarmer,
    @Nullable Long toPoolers,
    @Nullable Long settled,
    @Nullable String transactionHash) {

  /**
   * What it waits for.
   *
   * @param code stable
   * @param detail figures, may be empty
   * @param cause why the last attempt failed, null if none has
   * @param nextTryAt not before then, null if at any time
   */
  @RegisterForReflection
  @Schema(name = "PayoutObstacle")
  public record Waiting(
      String code,
      String meaning,
      String detail,
      @Nullable String cause,
      int failedAttempts,
      @Nullable Instant nextTryAt) {}

  static PayoutWish of(WishRepository.Stored wish) {
    Obstacle obstacle = wish.obstacle();
    String ended = wish.endedAs();
    Waiting waiting =
        obstacle == null || ended != null || wish.sent()
            ? null
            : new Waiting(
                obstacle.name(),
                obstacle.meaning(),
                wish.detail(),
                wish.cause(),
                wish.attempts(),
                wish.nextTry());
    return new PayoutWish(
        wish.id(),
        wish.farmer(),
        wish.amount(),
        ended != null ? ended : wish.sent() ? "SENT" : "WAITING",
        wish.askedBy(),
        wish.askedAt(),
        waiting,
        wish.endedAt(),
        wish.toFarmer(),
        wish.toPoolers(),
        wish.settled(),
        wish.paidHash());
  }
}

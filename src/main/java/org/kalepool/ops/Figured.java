package org.kalepool.ops;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What blocks and days came to. Amounts are stroops. */
public final class Figured {
  private Figured() {}

  /**
   * A block.
   *
   * @param seconds how long it ran, null while it does
   * @param farmers how many were to be planted
   * @param worked with a work that landed
   * @param rewards of the pails harvested by now, KALE
   * @param fees of plants, works and harvests, XLM
   * @param compensations what the poolers came to owe for lost stakes, KALE
   * @param profit the poolers' part of the rewards less that, KALE
   */
  @Schema(name = "BlockFigures")
  public record Block(
      long blockIndex,
      Instant openedAt,
      @Nullable Long seconds,
      long farmers,
      long planted,
      long worked,
      long harvested,
      long lost,
      BigInteger rewards,
      BigInteger fees,
      BigInteger compensations,
      BigInteger profit) {
    static Block of(BlockFigureEntity row) {
      return new Block(
          row.blockIndex,
          Instant.ofEpochSecond(row.openedTime),
          row.seconds,
          row.farmers,
          row.planted,
          row.worked,
          row.harvested,
          row.lost,
          row.rewards.toBigInteger(),
          row.fees.toBigInteger(),
          row.compensations.toBigInteger(),
          net(row.poolerShare, row.compensations));
    }
  }

  /**
   * A day in UTC: the sums of its blocks.
   *
   * @param seconds how long a block ran, mean of those that are over; null before there is one
   */
  @Schema(name = "DayFigures")
  public record Day(
      LocalDate day,
      long blocks,
      @Nullable Long seconds,
      long farmers,
      long planted,
      long worked,
      long harvested,
      long lost,
      BigInteger rewards,
      BigInteger fees,
      BigInteger compensations,
      BigInteger profit) {
    static Day of(DayFigureEntity row) {
      return new Day(
          row.day,
          row.blocks,
          row.seconds == null ? null : row.seconds.longValue(),
          row.farmers,
          row.planted,
          row.worked,
          row.harvested,
          row.lost,
          row.rewards.toBigInteger(),
          row.fees.toBigInteger(),
          row.compensations.toBigInteger(),
          net(row.poolerShare, row.compensations));
    }
  }

  private static BigInteger net(BigDecimal share, BigDecimal owed) {
    return share.subtract(owed).toBigInteger();
  }
}

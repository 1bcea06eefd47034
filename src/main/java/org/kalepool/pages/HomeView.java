package org.kalepool.pages;

import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.Registered;
import org.kalepool.ops.BlockPages;
import org.kalepool.pooler.PoolerAnswer;

/**
 * The front page. Amounts are stroops.
 *
 * @param live null before the network was seen
 * @param day rewards of the last day
 * @param week rewards of the last seven days
 * @param dayFarmers who have harvested in the last day
 * @param blocks the newest ones
 * @param quote what a newcomer is asked for, null while the network cannot be asked
 */
public record HomeView(
    @Nullable LiveBlock live,
    BigInteger day,
    BigInteger week,
    long dayFarmers,
    List<PoolerRow> poolers,
    List<BlockPages.Shown> blocks,
    Registered.@Nullable Funding quote) {
  private static final long BLOCKS_A_DAY = 288;

  /**
   * A pooler.
   *
   * @param earned by a farmer in the last day, null if nothing was harvested
   * @param rewards of its newest blocks
   */
  public record PoolerRow(PoolerAnswer pooler, @Nullable Long earned, Sparkline rewards) {
    /** Its id. */
    public UUID id() {
      return pooler.poolerId();
    }
  }

  /** XLM that a day of farming costs. */
  public long dayFees() {
    return quote == null ? 0 : quote.feesPerBlock() * BLOCKS_A_DAY;
  }

  /** XLM that the network only keeps. */
  public long reserves() {
    return quote == null ? 0 : quote.accountReserve() + quote.trustlineReserve();
  }
}

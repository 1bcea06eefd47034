package org.kalepool.profit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Price;
import org.kalepool.kale.Xlm;

/**
 * What each stake percentage would earn a farmer in a block like the running one. What is staked
 * comes back only with its harvest, so of a percentage p and pails that wait for k blocks each
 * block gets p × all / (1 + p × k) in the long run.
 */
public final class StakeAdvice {
  private static final int STEP = 5;
  private static final int WHOLE = 100;
  private static final int BLOCKS_A_DAY = 288;

  private StakeAdvice() {}

  /**
   * A percentage. Amounts are stroops.
   *
   * @param gainADay XLM at the price; null without one
   */
  @Schema(name = "StakeAdvice")
  public record Row(
      int stakePercentage,
      @Schema(description = "What each block gets of it in the long run") long stake,
      @Schema(description = "Expected in a block, without the stake") long reward,
      @Schema(description = "The farmer's part of a day less the stakes that are lost, KALE")
          long earnsADay,
      @Schema(description = "XLM: that at the price, less fees; null without a price")
          @Nullable Long gainADay) {}

  /**
   * @param all KALE of the farmer, in its account and in pails
   * @param interval blocks that a pail waits
   * @param rest parts of gap and zeros
   * @param poolsParts of the pool's other pails
   * @param cap the most that earns something
   */
  static List<Row> of(
      RewardForecast forecast,
      Kale all,
      Kale cap,
      int interval,
      double rest,
      double poolsParts,
      int shareBasisPoints,
      double lossRisk,
      FarmCosts costs,
      Optional<Price> price) {
    List<Row> rows = new ArrayList<>();
    for (int percentage = 0; percentage <= WHOLE; percentage += STEP) {
      double part = percentage / (double) WHOLE;
      Kale stake = Kale.ofStroops((long) (all.stroops() * part / (1 + part * interval))).min(cap);
      double parts = rest + forecast.stakePart(stake);
      Kale reward = forecast.reward(parts, poolsParts + parts);
      Kale lost = Kale.ofStroops(Math.round(stake.stroops() * lossRisk));
      Kale earns =
          reward.minus(reward.basisPoints(shareBasisPoints)).minus(lost).times(BLOCKS_A_DAY);
      Xlm fees = costs.fees(stake.isPositive()).times(BLOCKS_A_DAY);
      Long gain = price.map(it -> it.worth(earns).minus(fees).stroops()).orElse(null);
      rows.add(new Row(percentage, stake.stroops(), reward.stroops(), earns.stroops(), gain));
    }
    return rows;
  }

  /** The one that earns most; of equals the least that is staked. */
  static Row best(List<Row> rows) {
    Row best = rows.getFirst();
    for (Row row : rows) {
      boolean better =
          (row.gainADay() != null && best.gainADay() != null)
              ? row.gainADay() > best.gainADay()
              : row.earnsADay() > best.earnsADay();
      best = better ? row : best;
    }
    return best;
  }
}

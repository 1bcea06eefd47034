package org.kalepool.work.plan;

import org.kalepool.kale.HashOdds;

/**
 * What a hash rate brings when it is spent by {@link WorkPlan}, for the operator and for the bounds
 * of the simulator.
 *
 * @param level z* = floor(log16(hashes a farmer)): what every farmer reaches
 * @param fill x = hashes a farmer / 16^z*, from 1 to 16: x/15 is, but for the luck of single
 *     hashes, the share of the farmers that gets beyond z*
 * @param meanZeros zeros to expect on average, z* + x/15
 * @param rateForNextLevel hashes a second with which every farmer reaches z* + 1
 * @param rateForOneMore hashes a second that raise the mean by one zero: 16 times as many
 */
public record Forecast(
    int level, double fill, double meanZeros, double rateForNextLevel, double rateForOneMore) {
  /** A first hash is looked for with as many zeros. */
  public static final int FIRST_TARGET = WorkPlan.FIRST_TARGET;

  /**
   * The forecast for one block.
   *
   * @param hashesPerSecond of all threads together
   * @param farmers how many share them
   * @param seconds how long they are mined for
   * @throws IllegalArgumentException if an argument is not positive
   */
  public static Forecast of(double hashesPerSecond, int farmers, double seconds) {
    if (!(hashesPerSecond > 0) || farmers <= 0 || !(seconds > 0)) {
      throw new IllegalArgumentException("a forecast needs a hash rate, farmers and a time");
    }
    double each = hashesPerSecond * seconds / farmers;
    int level = 0;
    while (level < 64 && power(level + 1) <= each) {
      level++;
    }
    double fill = each / power(level);
    return new Forecast(
        level, fill, level + fill / 15, farmers * power(level + 1) / seconds, 16 * hashesPerSecond);
  }

  /** See {@link HashOdds#scoredZeros}. */
  public static double scoredZeros(double hashesEach, int minZeros, int maxZeros) {
    return HashOdds.scoredZeros(hashesEach, minZeros, maxZeros);
  }

  /** See {@link HashOdds#gainOfOneHash}. */
  public static double gainOfOneHash(int v, int maxZeros) {
    return HashOdds.gainOfOneHash(v, maxZeros);
  }

  /** See {@link HashOdds#power}. */
  public static double power(int zeros) {
    return HashOdds.power(zeros);
  }
}

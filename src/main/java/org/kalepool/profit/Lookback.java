package org.kalepool.profit;

import java.util.Arrays;
import java.util.List;

/**
 * How many of the last blocks are alike: what a single block brings is mostly luck, so the more are
 * looked at the better, as long as the newest ones do not differ from all of them by more than luck
 * explains (Lepski's rule for a window's length). A field that has changed is seen within a few
 * blocks if it has changed much, and within hours if little.
 */
final class Lookback {
  /** 64 hours. */
  static final int MOST = 768;

  private static final int LEAST = 12;

  /** Standard errors; stakes that are forfeited are few and large, and so far off now and then. */
  private static final double DIFFERENT = 4;

  private Lookback() {}

  /**
   * @param series what was seen in the last blocks, all the same length, the newest first; NaN
   *     where nothing was
   * @param blocks how many there are, 1 or more
   * @return how many of them are alike
   */
  static int of(List<double[]> series, int blocks) {
    int alike = Math.min(LEAST, blocks);
    while (alike < Math.min(blocks, MOST)) {
      int longer = Math.min(2 * alike, blocks);
      if (!series.stream().allMatch(each -> agrees(each, longer))) {
        return alike;
      }
      alike = longer;
    }
    return Math.min(alike, MOST);
  }

  /** Whether the newest ones have the mean of all, whichever of them are looked at. */
  private static boolean agrees(double[] series, int blocks) {
    double[] all = seen(series, blocks);
    double mean = mean(all);
    double squares = Arrays.stream(all).map(it -> (it - mean) * (it - mean)).sum();
    double variance = squares / Math.max(all.length - 1, 1);
    for (int part = LEAST; part < blocks; part *= 2) {
      double[] newest = seen(series, part);
      if (newest.length > 1) {
        double usual = Math.sqrt(variance * (1.0 / newest.length - 1.0 / all.length));
        if (Math.abs(mean(newest) - mean) > DIFFERENT * usual + 1e-9) {
          return false;
        }
      }
    }
    return true;
  }

  private static double[] seen(double[] series, int blocks) {
    return Arrays.stream(series, 0, blocks).filter(it -> !Double.isNaN(it)).toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }
}

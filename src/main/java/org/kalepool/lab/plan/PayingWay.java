package org.kalepool.lab.plan;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What came of one way to choose.
 *
 * @param profit XLM for one farmer and the year
 * @param foresight what could have been had of the same blocks, each farmer planted only where that
 *     turned out to pay
 * @param average what such blocks bring on average, the luck of each drawn again; 0 without redraws
 * @param bound no less than what could have been had of them on average by who knows the price to
 *     come and all that there is of a block when it is planted, see {@link Redraws}; 0 without
 * @param attained what could have been had of them on average by who chooses by half of the draws
 * @param worst by what part of what farming always brings the worst off is behind it, as the pool
 *     reckons
 * @param planted the part of the farmers' blocks in which they were planted
 * @param forecasts of each block in which somebody was planted
 */
record PayingWay(
    double profit,
    double foresight,
    double average,
    double bound,
    double attained,
    double worst,
    double planted,
    List<Forecasted> forecasts) {
  /** By what share more or less was expected of these blocks together than came. */
  double error(int blocks) {
    double expected = forecasts.stream().limit(blocks).mapToDouble(Forecasted::expected).sum();
    return expected / forecasts.stream().limit(blocks).mapToDouble(Forecasted::came).sum() - 1;
  }

  /** The mean of how far off it was in each of them, over the mean of what came. */
  double size(int blocks) {
    double off =
        forecasts.stream()
            .limit(blocks)
            .mapToDouble(each -> Math.abs(each.expected() - each.came()))
            .sum();
    return off / forecasts.stream().limit(blocks).mapToDouble(Forecasted::came).sum();
  }

  /** The same of what came against the average: no forecast is nearer. */
  double luck() {
    return off(each -> each.came() - each.average());
  }

  /** The same of what was expected against the average: what is the forecast's own fault. */
  double fault() {
    return off(each -> each.expected() - each.average());
  }

  private double off(ToDoubleFunction<Forecasted> difference) {
    double off = forecasts.stream().mapToDouble(it -> Math.abs(difference.applyAsDouble(it))).sum();
    return off / forecasts.stream().mapToDouble(Forecasted::average).sum();
  }

  /** The mean of the sizes of the errors of so many blocks in a row together. */
  double usual(int blocks) {
    double sum = 0;
    int rows = 0;
    for (int from = 0; from + blocks <= forecasts.size(); from += blocks) {
      List<Forecasted> row = forecasts.subList(from, from + blocks);
      double expected = row.stream().mapToDouble(Forecasted::expected).sum();
      double came = row.stream().mapToDouble(Forecasted::came).sum();
      sum += Math.abs(expected / came - 1);
      rows++;
    }
    return rows == 0 ? Math.abs(error(blocks)) : sum / rows;
  }
}

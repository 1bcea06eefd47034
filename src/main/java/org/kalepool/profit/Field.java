package org.kalepool.profit;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Whom the pool shares a block with, as the last blocks had it.
 *
 * @param othersParts parts of all pails but the pool's, as a block has them with the limits to come
 * @param scatter variance of that from block to block
 * @param forfeited stakes that are never worked, KALE
 * @param together covariance of the two: with more others more is forfeited
 * @param factor what the pool's pails contribute, over what they were expected to
 */
public record Field(
    double othersParts, double scatter, double forfeited, double together, double factor) {
  /** How the pool's own pails do is taken from so many blocks: twelve hours. */
  public static final int BLOCKS = 144;

  /** So many blocks are looked back at, most. */
  public static final int MOST = Lookback.MOST;

  /** An error larger than that is no fault of the forecast's, and is not corrected. */
  private static final double WIDEST = 2;

  /** The same in each block. */
  Field(double othersParts, double forfeited, double factor) {
    this(othersParts, 0, forfeited, 0, factor);
  }

  /**
   * What as many of the last blocks as are alike ({@link Lookback}) tell of the one to come. What
   * came is no measure of the forecast: most of that is luck, of which two blocks share nothing.
   * Corrected is what can be known of one's own: what the pool's pails contribute.
   *
   * @param newestFirst closed blocks
   * @param coming limits of the block to come
   * @return empty without a closed block
   */
  public static Optional<Field> of(List<FieldSample> newestFirst, FieldLimits coming) {
    List<FieldSample> last = newestFirst.stream().limit(MOST).toList();
    if (last.isEmpty()) {
      return Optional.empty();
    }
    List<double[]> series =
        List.of(
            series(last, FieldSample::others),
            series(last, FieldSample::forfeited),
            series(last, FieldSample::asExpected));
    List<FieldSample> alike = last.subList(0, Lookback.of(series, last.size()));
    double[] others = OthersByLimits.parts(coming, alike);
    double parts = Arrays.stream(others).average().orElse(0);
    double forfeited = alike.stream().mapToDouble(FieldSample::forfeited).average().orElse(0);
    double scatter = 0;
    double together = 0;
    double expected = 0;
    double contributed = 0;
    for (int block = 0; block < others.length; block++) {
      FieldSample sample = alike.get(block);
      double more = others[block] - parts;
      scatter += more * more / others.length;
      together += more * (sample.forfeited() - forfeited) / others.length;
      if (sample.expectedParts() > 0) {
        expected += sample.expectedParts();
        contributed += sample.contributed();
      }
    }
    double factor = expected > 0 ? Math.clamp(contributed / expected, 1 / WIDEST, WIDEST) : 1;
    return Optional.of(new Field(parts, scatter, forfeited, together, factor));
  }

  /**
   * The mean of what a part earns, over what it earns in a block that is the mean: where there are
   * fewer others it earns more than it loses where there are more (to the second order).
   *
   * @param pot what the block pays, KALE
   * @param all parts of all pails
   */
  double uneven(double pot, double all) {
    return Math.clamp(1 + (scatter / all - together / pot) / all, 1 / WIDEST, WIDEST);
  }

  private static double[] series(List<FieldSample> blocks, ToDoubleFunction<FieldSample> of) {
    return blocks.stream().mapToDouble(of).toArray();
  }
}

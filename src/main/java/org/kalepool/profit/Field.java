package org.kalepool.profit;

import java.util.List;
import java.util.Optional;

/**
 * Whom the pool shares a block with, as the last blocks had it.
 *
 * @param othersParts parts of all pails but the pool's
 * @param forfeited stakes that are never worked, KALE
 * @param factor what expectations are to be multiplied by, since they have been off lately
 */
public record Field(double othersParts, double forfeited, double factor) {
  /**
   * So many blocks are looked back at, the newest counting most: twelve hours, since what is
   * forfeited in a block and how many share it is as good as chance from one to the next.
   */
  public static final int BLOCKS = 144;

  private static final double FADING = 0.98;

  /** An error larger than that is no fault of the forecast's, and is not corrected. */
  private static final double WIDEST = 2;

  /**
   * What the blocks of late tell of those to come.
   *
   * @param newestFirst closed blocks
   * @return empty without one
   */
  public static Optional<Field> of(List<FieldSample> newestFirst) {
    double weight = 1;
    double weights = 0;
    double others = 0;
    double forfeited = 0;
    double raw = 0;
    double came = 0;
    for (FieldSample sample : newestFirst.stream().limit(BLOCKS).toList()) {
      others += weight * Math.max(sample.parts() - sample.ownParts(), 0);
      forfeited += weight * sample.forfeited();
      if (sample.expected() > 0) {
        raw += weight * sample.expected() / sample.factor();
        came += weight * sample.came();
      }
      weights += weight;
      weight *= FADING;
    }
    if (weights == 0) {
      return Optional.empty();
    }
    double factor = raw > 0 ? Math.clamp(came / raw, 1 / WIDEST, WIDEST) : 1;
    return Optional.of(new Field(others / weights, forfeited / weights, factor));
  }
}

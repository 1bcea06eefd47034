package org.kalepool.lab.plan;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A ratio of two means over blocks and half the width of its 95 % confidence interval, from the
 * means of batches, since what one block leaves behind sets the next one's limits.
 */
record Estimate(double value, double halfWidth) {
  private static final int BATCHES = 40;

  static Estimate ratio(
      List<Score> scores, ToDoubleFunction<Score> over, ToDoubleFunction<Score> under) {
    double below = scores.stream().mapToDouble(under).sum();
    double ratio = scores.stream().mapToDouble(over).sum() / below;
    int batches = Math.min(BATCHES, scores.size());
    double squares = 0;
    for (int batch = 0; batch < batches; batch++) {
      double rest = 0;
      int end = (batch + 1) * scores.size() / batches;
      for (int i = batch * scores.size() / batches; i < end; i++) {
        rest += over.applyAsDouble(scores.get(i)) - ratio * under.applyAsDouble(scores.get(i));
      }
      squares += rest * rest;
    }
    double scatter = Math.sqrt(squares * batches / Math.max(batches - 1, 1));
    return new Estimate(ratio, 1.96 * scatter / below);
  }
}

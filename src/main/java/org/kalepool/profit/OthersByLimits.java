package org.kalepool.profit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What others would have contributed to the last blocks, had these had the limits of the one to
 * come. By the contract n others whose mean is x contribute n(x − min)/(max − min) parts of a kind
 * (gap, stake or zeros). So if that is a with the limits to come, it was (a·range + n(min −
 * min'))/range' with limits min' and range': linear in n and the a of the three kinds.
 *
 * <p>Of each block only the sum over the kinds is seen. The four numbers are those that are
 * likeliest after it was seen in all of them, if beforehand the kinds, which weigh the same by the
 * rules, are held to contribute the same, half of what they could (a ridge regression).
 */
final class OthersByLimits {
  private static final int KINDS = 3;

  /** n, besides the kinds. */
  private static final int UNKNOWN = KINDS + 1;

  /** How far off that may be which is believed beforehand, over what all kinds contribute. */
  private static final double[] DOUBT = {0.25, 0.25, 0.25, 0.33};

  /** Others come and go by so much of what they contribute at least. */
  private static final double LEAST_SCATTER = 0.1;

  /** Limits that are so many times wider or narrower say nothing of those to come. */
  private static final double UNLIKE = 4;

  private OthersByLimits() {}

  /**
   * Parts of all pails but the pool's in each of these blocks, as they would have been.
   *
   * @param limits of the block to come
   */
  static double[] parts(FieldLimits limits, List<FieldSample> blocks) {
    double[] seen = blocks.stream().mapToDouble(FieldSample::others).toArray();
    double mean = blocks.stream().mapToDouble(FieldSample::others).average().orElse(0);
    if (mean <= 0) {
      return seen;
    }
    double squares = 0;
    for (double others : seen) {
      squares += (others - mean) * (others - mean);
    }
    double least = LEAST_SCATTER * mean;
    double variance = Math.max(squares / seen.length, least * least);
    double[][] effects = new double[seen.length][];
    double[] believed = {mean / KINDS, mean / KINDS, mean / KINDS, 2 * mean / KINDS};
    double[][] matrix = new double[UNKNOWN][UNKNOWN + 1];
    for (int i = 0; i < UNKNOWN; i++) {
      matrix[i][i] = 1 / (DOUBT[i] * mean * DOUBT[i] * mean);
    }
    for (int block = 0; block < seen.length; block++) {
      double[] effect = effect(limits, blocks.get(block).limits());
      effects[block] = effect;
      if (effect.length > 0) {
        double off = seen[block] - product(effect, believed);
        for (int i = 0; i < UNKNOWN; i++) {
          for (int j = 0; j < UNKNOWN; j++) {
            matrix[i][j] += effect[i] * effect[j] / variance;
          }
          matrix[i][UNKNOWN] += effect[i] * off / variance;
        }
      }
    }
    double[] likeliest = solve(matrix);
    for (int i = 0; i < UNKNOWN; i++) {
      likeliest[i] += believed[i];
    }
    double coming = likeliest[0] + likeliest[1] + likeliest[2];
    double[] parts = new double[seen.length];
    for (int block = 0; block < seen.length; block++) {
      double[] effect = effects[block];
      double change = effect.length == 0 ? 0 : coming - product(effect, likeliest);
      parts[block] = Math.max(seen[block] + change, 0);
    }
    return parts;
  }

  /** By what each of the unknown numbers counts in a block; empty if it says nothing of them. */
  private static double[] effect(FieldLimits coming, @Nullable FieldLimits block) {
    if (block == null) {
      return new double[0];
    }
    double[] ranges = coming.ranges();
    double[] before = block.ranges();
    double[] lowest = coming.lowest();
    double[] lowestBefore = block.lowest();
    double[] effect = new double[UNKNOWN];
    for (int kind = 0; kind < KINDS; kind++) {
      effect[kind] = ranges[kind] / before[kind];
      effect[KINDS] += (lowest[kind] - lowestBefore[kind]) / before[kind];
      if (effect[kind] > UNLIKE || effect[kind] < 1 / UNLIKE) {
        return new double[0];
      }
    }
    return Math.abs(effect[KINDS]) > 1 ? new double[0] : effect;
  }

  private static double product(double[] one, double[] two) {
    double sum = 0;
    for (int i = 0; i < UNKNOWN; i++) {
      sum += one[i] * two[i];
    }
    return sum;
  }

  /** By elimination; the matrix is positive definite, so no pivot is 0. */
  private static double[] solve(double[][] matrix) {
    for (int i = 0; i < UNKNOWN; i++) {
      for (int row = i + 1; row < UNKNOWN; row++) {
        double times = matrix[row][i] / matrix[i][i];
        for (int j = i; j <= UNKNOWN; j++) {
          matrix[row][j] -= times * matrix[i][j];
        }
      }
    }
    double[] solution = new double[UNKNOWN];
    for (int i = UNKNOWN - 1; i >= 0; i--) {
      double left = matrix[i][UNKNOWN];
      for (int j = i + 1; j < UNKNOWN; j++) {
        left -= matrix[i][j] * solution[j];
      }
      solution[i] = left / matrix[i][i];
    }
    return solution;
  }
}

package org.kalepool.work.plan;

import java.util.Arrays;

/**
 * How likely each of the whole numbers 0, 1, 2 … is: seconds between ledgers, ledgers until
 * something lands. Immutable; the chances add up to 1.
 */
public final class Spread {
  private final double[] chance;

  private Spread(double[] chance) {
    this.chance = chance;
  }

  /**
   * A spread in proportion to these weights, the first of which is the number 0's.
   *
   * @throws IllegalArgumentException if a weight is negative or all are zero
   */
  public static Spread of(double... weights) {
    double sum = Arrays.stream(weights).sum();
    if (!(sum > 0) || Arrays.stream(weights).anyMatch(weight -> !(weight >= 0))) {
      throw new IllegalArgumentException("no chances: " + Arrays.toString(weights));
    }
    int length = weights.length;
    while (weights[length - 1] == 0) {
      length--;
    }
    double[] chance = new double[length];
    for (int number = 0; number < length; number++) {
      chance[number] = weights[number] / sum;
    }
    return new Spread(chance);
  }

  /** Always the same number. */
  public static Spread always(int number) {
    double[] weights = new double[number + 1];
    weights[number] = 1;
    return of(weights);
  }

  /** The chance of this number, 0 for a negative one or one that never came up. */
  public double at(int number) {
    return number < 0 || number >= chance.length ? 0 : chance[number];
  }

  /** The largest number that has a chance. */
  public int largest() {
    return chance.length - 1;
  }

  /** The chance of a number greater than this. */
  public double beyond(int number) {
    double sum = 0;
    for (int larger = Math.max(number + 1, 0); larger < chance.length; larger++) {
      sum += chance[larger];
    }
    return sum;
  }

  public double mean() {
    double sum = 0;
    for (int number = 1; number < chance.length; number++) {
      sum += number * chance[number];
    }
    return sum;
  }

  /** The smallest number that is exceeded with at most this chance. */
  public int exceededBy(double risk) {
    int number = 0;
    while (beyond(number) > risk) {
      number++;
    }
    return number;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Spread spread && Arrays.equals(chance, spread.chance);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(chance);
  }

  @Override
  public String toString() {
    return Arrays.toString(chance);
  }
}

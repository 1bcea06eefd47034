package org.kalepool.kale;

/**
 * An amount of XLM in stroops (1 XLM = 10<sup>7</sup> stroops), exact and checked: every operation
 * that would leave 64 bits throws {@link ArithmeticException}. May be negative, as a difference.
 *
 * @param stroops the amount in stroops
 */
public record Xlm(long stroops) implements Comparable<Xlm> {
  public static final Xlm ZERO = new Xlm(0);

  public static Xlm ofStroops(long stroops) {
    return new Xlm(stroops);
  }

  /**
   * Reads a decimal number of whole units such as {@code 12.5}.
   *
   * @throws IllegalArgumentException if it is no number or has more than seven decimals
   */
  public static Xlm parse(String text) {
    return new Xlm(Stroops.parse(text));
  }

  public Xlm plus(Xlm other) {
    return new Xlm(Math.addExact(stroops, other.stroops));
  }

  public Xlm minus(Xlm other) {
    return new Xlm(Math.subtractExact(stroops, other.stroops));
  }

  public Xlm times(long factor) {
    return new Xlm(Math.multiplyExact(stroops, factor));
  }

  public Xlm negate() {
    return new Xlm(Math.negateExact(stroops));
  }

  /** The part in basis points (1/10 000) of this amount, rounded down; 0 to 10 000. */
  public Xlm basisPoints(int points) {
    return new Xlm(Stroops.basisPoints(stroops, points));
  }

  public Xlm min(Xlm other) {
    return stroops <= other.stroops ? this : other;
  }

  public Xlm max(Xlm other) {
    return stroops >= other.stroops ? this : other;
  }

  public boolean isZero() {
    return stroops == 0;
  }

  public boolean isNegative() {
    return stroops < 0;
  }

  public boolean isPositive() {
    return stroops > 0;
  }

  @Override
  public int compareTo(Xlm other) {
    return Long.compare(stroops, other.stroops);
  }

  /** Whole units with seven decimals, such as {@code 12.5000000}. */
  @Override
  public String toString() {
    return Stroops.format(stroops);
  }
}

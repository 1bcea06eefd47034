package org.kalepool.kale;

/**
 * An amount of KALE in stroops (1 KALE = 10<sup>7</sup> stroops), exact and checked: every
 * operation that would leave 64 bits throws {@link ArithmeticException}. May be negative, as a
 * difference.
 *
 * @param stroops the amount in stroops
 */
public record Kale(long stroops) implements Comparable<Kale> {
  public static final Kale ZERO = new Kale(0);

  public static Kale ofStroops(long stroops) {
    return new Kale(stroops);
  }

  /**
   * Reads a decimal number of whole units such as {@code 12.5}.
   *
   * @throws IllegalArgumentException if it is no number or has more than seven decimals
   */
  public static Kale parse(String text) {
    return new Kale(Stroops.parse(text));
  }

  public Kale plus(Kale other) {
    return new Kale(Math.addExact(stroops, other.stroops));
  }

  public Kale minus(Kale other) {
    return new Kale(Math.subtractExact(stroops, other.stroops));
  }

  public Kale times(long factor) {
    return new Kale(Math.multiplyExact(stroops, factor));
  }

  public Kale negate() {
    return new Kale(Math.negateExact(stroops));
  }

  /** The part in basis points (1/10 000) of this amount, rounded down; 0 to 10 000. */
  public Kale basisPoints(int points) {
    return new Kale(Stroops.basisPoints(stroops, points));
  }

  public Kale min(Kale other) {
    return stroops <= other.stroops ? this : other;
  }

  public Kale max(Kale other) {
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
  public int compareTo(Kale other) {
    return Long.compare(stroops, other.stroops);
  }

  /** Whole units with seven decimals, such as {@code 12.5000000}. */
  @Override
  public String toString() {
    return Stroops.format(stroops);
  }
}

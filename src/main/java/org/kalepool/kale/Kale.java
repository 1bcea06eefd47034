package org.kalepool.kale;

/**
 * An amount of KALE (1 KALE = 10<sup>7</sup> stroops).
 *
 * @param stroops the amount in stroops
 */
public record Kale(long stroops) implements Amount<Kale> {
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

  @Override
  public Kale withStroops(long stroops) {
    return new Kale(stroops);
  }

  /** Whole units with seven decimals, such as {@code 12.5000000}. */
  @Override
  public String toString() {
    return Stroops.format(stroops);
  }
}

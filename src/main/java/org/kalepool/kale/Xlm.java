package org.kalepool.kale;

/**
 * An amount of XLM (1 XLM = 10<sup>7</sup> stroops).
 *
 * @param stroops the amount in stroops
 */
public record Xlm(long stroops) implements Amount<Xlm> {
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

  @Override
  public Xlm withStroops(long stroops) {
    return new Xlm(stroops);
  }

  /** Whole units with seven decimals, such as {@code 12.5000000}. */
  @Override
  public String toString() {
    return Stroops.format(stroops);
  }
}

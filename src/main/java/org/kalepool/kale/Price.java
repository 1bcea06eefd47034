package org.kalepool.kale;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * What one KALE costs in XLM, exact to 10<sup>−14</sup> XLM, so that prices far below a stroop do
 * not round to nothing.
 *
 * @param units 10<sup>−7</sup> stroops of XLM for one whole KALE: 0.0005 XLM are 50 000 000 000;
 *     more than 0
 */
public record Price(long units) implements Comparable<Price> {
  /** Units of a price of one stroop of XLM for one KALE, and stroops of one KALE. */
  private static final BigInteger SCALE = BigInteger.valueOf(10_000_000);

  /** Units of a price of one XLM for one KALE. */
  private static final BigInteger ONE = SCALE.multiply(SCALE);

  private static final int DECIMALS = 14;

  /**
   * @throws IllegalArgumentException if it is not positive
   */
  public Price {
    if (units <= 0) {
      throw new IllegalArgumentException("a price is more than 0, not " + units);
    }
  }

  public static Price ofUnits(long units) {
    return new Price(units);
  }

  /**
   * Reads XLM for one KALE, such as {@code 0.0005}.
   *
   * @throws IllegalArgumentException if it is no number, not positive, has more than 14 decimals or
   *     does not fit
   */
  public static Price parse(String text) {
    // BigDecimal also takes the digits of other scripts.
    if (text.chars().anyMatch(c -> c > '9' && c != 'e' && c != 'E')) {
      throw new IllegalArgumentException("not a price: " + text);
    }
    try {
      return of(new BigDecimal(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a price: " + text, e);
    }
  }

  /**
   * The price that is so many XLM.
   *
   * @param xlm for one KALE; what is beyond 14 decimals is dropped
   * @throws IllegalArgumentException if it is not positive then, or does not fit
   */
  public static Price of(BigDecimal xlm) {
    // a scale of billions must not be written out
    if (xlm.precision() - xlm.scale() > 6 || xlm.precision() - xlm.scale() < -DECIMALS) {
      throw new IllegalArgumentException("a price of KALE is between 1e-14 and 90 000 XLM");
    }
    return fitting(xlm.movePointRight(DECIMALS).toBigInteger());
  }

  /**
   * The price at which a constant-product pool trades the smallest amount: its XLM by its KALE,
   * rounded down.
   *
   * @throws IllegalArgumentException if one of them is not positive, or the price does not fit
   */
  public static Price ofReserves(Kale kale, Xlm xlm) {
    if (!kale.isPositive() || !xlm.isPositive()) {
      throw new IllegalArgumentException("a pool of " + kale + " KALE and " + xlm + " XLM");
    }
    return fitting(
        BigInteger.valueOf(xlm.stroops()).multiply(ONE).divide(BigInteger.valueOf(kale.stroops())));
  }

  /**
   * The least price at which so much KALE is worth so much XLM.
   *
   * @throws IllegalArgumentException if one of them is not positive, or the price does not fit
   */
  public static Price breakEven(Xlm cost, Kale reward) {
    if (!reward.isPositive() || !cost.isPositive()) {
      throw new IllegalArgumentException(cost + " XLM for " + reward + " KALE");
    }
    BigInteger[] parts =
        BigInteger.valueOf(cost.stroops())
            .multiply(ONE)
            .divideAndRemainder(BigInteger.valueOf(reward.stroops()));
    return fitting(parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0]);
  }

  private static Price fitting(BigInteger units) {
    if (units.signum() <= 0 || units.bitLength() > 63) {
      throw new IllegalArgumentException("a price of KALE is between 1e-14 and 90 000 XLM");
    }
    return new Price(units.longValueExact());
  }

  /**
   * What so much KALE is worth, rounded down.
   *
   * @throws ArithmeticException if that is beyond 64 bits of stroops
   */
  public Xlm worth(Kale kale) {
    return Xlm.ofStroops(worth(BigInteger.valueOf(kale.stroops())).longValueExact());
  }

  /** The same of any amount, both in stroops. */
  public BigInteger worth(BigInteger kale) {
    BigInteger[] parts = kale.multiply(BigInteger.valueOf(units)).divideAndRemainder(ONE);
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  /** For weighing only, never for what is paid. */
  public double xlmPerKale() {
    return units / 1e14;
  }

  @Override
  public int compareTo(Price other) {
    return Long.compare(units, other.units);
  }

  /** XLM for one KALE without needless zeros, such as {@code 0.0005}. */
  @Override
  public String toString() {
    return BigDecimal.valueOf(units, DECIMALS).stripTrailingZeros().toPlainString();
  }
}

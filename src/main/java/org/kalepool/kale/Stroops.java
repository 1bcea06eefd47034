package org.kalepool.kale;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Arithmetic that {@link Kale} and {@link Xlm} share. */
final class Stroops {
  static final int DECIMALS = 7;

  private Stroops() {}

  static long parse(String text) {
    try {
      return new BigDecimal(text).movePointRight(DECIMALS).longValueExact();
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "not an amount with at most 7 decimals within 64 bits of stroops: " + text, e);
    }
  }

  static String format(long stroops) {
    return BigDecimal.valueOf(stroops, DECIMALS).toPlainString();
  }

  static long basisPoints(long stroops, int points) {
    if (points < 0 || points > 10_000) {
      throw new IllegalArgumentException("basis points must be 0 to 10000, not " + points);
    }
    BigInteger product = BigInteger.valueOf(stroops).multiply(BigInteger.valueOf(points));
    BigInteger[] parts = product.divideAndRemainder(BigInteger.valueOf(10_000));
    boolean roundDown = parts[1].signum() < 0;
    return (roundDown ? parts[0].subtract(BigInteger.ONE) : parts[0]).longValueExact();
  }
}

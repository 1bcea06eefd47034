package org.kalepool.kale;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Stroops as numbers and texts, for {@link Amount}. */
final class Stroops {
  static final int DECIMALS = 7;

  private Stroops() {}

  static long parse(String text) {
    // BigDecimal also takes the digits of other scripts.
    if (text.chars().anyMatch(c -> c > '9' && c != 'e' && c != 'E')) {
      throw notAnAmount(text, null);
    }
    try {
      return new BigDecimal(text).movePointRight(DECIMALS).longValueExact();
    } catch (NumberFormatException | ArithmeticException e) {
      throw notAnAmount(text, e);
    }
  }

  private static IllegalArgumentException notAnAmount(
      String text, @Nullable RuntimeException cause) {
    return new IllegalArgumentException(
        "not an amount with at most 7 decimals within 64 bits of stroops: " + text, cause);
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

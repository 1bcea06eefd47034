package org.kalepool.kale;

import java.math.BigInteger;

/** The contract's signed 128-bit arithmetic: exact, and stopping where a result does not fit. */
final class Int128 {
  static final BigInteger MAX = BigInteger.TWO.pow(127).subtract(BigInteger.ONE);
  static final BigInteger MIN = BigInteger.TWO.pow(127).negate();

  private Int128() {}

  static BigInteger plus(BigInteger a, BigInteger b) {
    return fit(a.add(b));
  }

  static BigInteger minus(BigInteger a, BigInteger b) {
    return fit(a.subtract(b));
  }

  /** {@code floor(x * y / divisor)}; the product itself may pass 128 bits, as in the contract. */
  static BigInteger timesOver(BigInteger x, BigInteger y, BigInteger divisor) {
    BigInteger[] parts = x.multiply(y).divideAndRemainder(divisor);
    boolean roundDown = parts[1].signum() * divisor.signum() < 0;
    return fit(roundDown ? parts[0].subtract(BigInteger.ONE) : parts[0]);
  }

  static boolean fits(BigInteger value) {
    return value.bitLength() <= 127;
  }

  private static BigInteger fit(BigInteger value) {
    if (!fits(value)) {
      throw new ContractTrap("a result of " + value.bitLength() + " bits does not fit an i128");
    }
    return value;
  }
}

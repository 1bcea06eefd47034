package org.kalepool.kale;

/**
 * An amount of one asset in stroops, exact and checked: every operation that would leave 64 bits
 * throws {@link ArithmeticException}. May be negative, as a difference. Amounts of different assets
 * are different types, so that one is never added to or compared with the other.
 *
 * @param <A> the asset's own type
 */
public sealed interface Amount<A extends Amount<A>> extends Comparable<A> permits Kale, Xlm {
  /** The amount in stroops: 10<sup>7</sup> are one whole unit. */
  long stroops();

  /** So much of the same asset. */
  A withStroops(long stroops);

  default A plus(A other) {
    return withStroops(Math.addExact(stroops(), other.stroops()));
  }

  default A minus(A other) {
    return withStroops(Math.subtractExact(stroops(), other.stroops()));
  }

  default A times(long factor) {
    return withStroops(Math.multiplyExact(stroops(), factor));
  }

  default A negate() {
    return withStroops(Math.negateExact(stroops()));
  }

  /** The part in basis points (1/10 000) of this amount, rounded down; 0 to 10 000. */
  default A basisPoints(int points) {
    return withStroops(Stroops.basisPoints(stroops(), points));
  }

  default A min(A other) {
    return withStroops(Math.min(stroops(), other.stroops()));
  }

  default A max(A other) {
    return withStroops(Math.max(stroops(), other.stroops()));
  }

  default boolean isZero() {
    return stroops() == 0;
  }

  default boolean isNegative() {
    return stroops() < 0;
  }

  default boolean isPositive() {
    return stroops() > 0;
  }

  @Override
  default int compareTo(A other) {
    return Long.compare(stroops(), other.stroops());
  }
}

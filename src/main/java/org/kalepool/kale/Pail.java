package org.kalepool.kale;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A farmer's part in one block as the contract stores it, under {@code Pail(farmer, index)}.
 *
 * @param sequence the ledger in which it was planted
 * @param gap ledgers from planting to the latest work, null while not worked
 * @param stake what was burned to plant, stroops, signed 128-bit
 * @param zeros leading zero hex digits of the latest work, null while not worked
 */
public record Pail(long sequence, @Nullable Long gap, BigInteger stake, @Nullable Long zeros) {
  /** What a plant in this ledger stores. */
  static Pail planted(long ledger, BigInteger stake) {
    return new Pail(ledger, null, stake, null);
  }

  /** Whether it can be harvested: the contract wants both its gap and its zeros (error 10). */
  public boolean worked() {
    return gap != null && zeros != null;
  }

  Pail worked(long newGap, long newZeros) {
    return new Pail(sequence, newGap, stake, newZeros);
  }
}

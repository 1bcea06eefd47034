package org.kalepool.stellar;

import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;

/**
 * What a vault is made of, from which its address follows.
 *
 * @param id tells several vaults of one owner apart, unsigned 64 bits
 * @param owner who alone can take from it: an account or a contract
 * @param basisPoints the pool's share of what it gains, 0 to 10 000
 * @param floor the balance below which nothing is planted from it, at first
 */
public record VaultMaking(long id, Address owner, int basisPoints, Kale floor) {
  public VaultMaking {
    if (basisPoints < 0 || basisPoints > 10_000) {
      throw new IllegalArgumentException("not basis points: " + basisPoints);
    }
    if (floor.isNegative()) {
      throw new IllegalArgumentException("a floor cannot be negative: " + floor);
    }
  }
}

package org.kalepool.vault;

import java.util.OptionalLong;
import java.util.UUID;
import org.kalepool.kale.Address;
import org.kalepool.stellar.VaultMaking;

/**
 * A farmer's vault, whether it has been made or not.
 *
 * @param contract the pool contract that makes it, and may plant from it
 * @param making what its address was made of: it can be made of this only, by anybody
 * @param address where KALE is sent
 * @param madeIn the ledger as of which it was first seen to be there; empty if it was not yet
 * @param stoppedIn the ledger in which it was stopped for ever; empty as far as is known
 * @param settledIn the last ledger in which the pool's share was taken, as far as is known
 */
public record Vault(
    UUID farmer,
    Address contract,
    VaultMaking making,
    Address address,
    OptionalLong madeIn,
    OptionalLong stoppedIn,
    OptionalLong settledIn) {
  public Address owner() {
    return making.owner();
  }

  /** Whether it is there. */
  public boolean isMade() {
    return madeIn.isPresent();
  }

  /** Whether nothing can be planted from it any more. */
  public boolean isStopped() {
    return stoppedIn.isPresent();
  }
}

package org.kalepool.stellar;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;

/**
 * A claimable balance.
 *
 * @param kale how much KALE it is, null if it is of another asset
 * @param claimants all who may ever claim it
 * @param open those of them who may claim it at the time of the newest ledger
 */
public record Claimable(@Nullable Kale kale, Set<Address> claimants, Set<Address> open) {
  public Claimable {
    claimants = Set.copyOf(claimants);
    open = Set.copyOf(open);
  }
}

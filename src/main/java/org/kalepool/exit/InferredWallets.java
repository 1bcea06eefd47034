package org.kalepool.exit;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.stellar.Movements.Movement;

/**
 * Whose accounts an inferred payout can have paid.
 *
 * @param poolers the wallets of all that the farmer was with, and of the carrier
 * @param carrier through whose wallet claimable balances are left
 * @param payout the farmer's payout wallet
 */
record InferredWallets(Map<UUID, Address> poolers, UUID carrier, Address payout) {
  /** Whether a pooler's wallet may have sent this for the farmer. */
  boolean concerns(Movement sent) {
    return isForFarmer(sent) || isTo(sent, of(carrier));
  }

  /** Whether it went to the payout wallet, or into a claimable balance. */
  boolean isForFarmer(Movement sent) {
    return sent.to() == null || isTo(sent, payout);
  }

  private static boolean isTo(Movement sent, @Nullable Address account) {
    return account != null && account.equals(sent.to());
  }

  @Nullable Address of(UUID pooler) {
    return poolers.get(pooler);
  }

  /** Whether the pooler's wallet and the payout wallet are the same. */
  boolean isPayout(UUID pooler) {
    return payout.equals(poolers.get(pooler));
  }
}

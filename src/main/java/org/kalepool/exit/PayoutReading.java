package org.kalepool.exit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.Farmer;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Pooler;
import org.kalepool.stellar.Holdings;

/**
 * What the network says about one payout.
 *
 * @param pooler the carrier: whose wallet carries it where the farmer's account cannot
 * @param poolers all that the farmer was with
 * @param accounts those that exist, by address
 * @param memoRequired whether the payout wallet asks for a memo
 * @param signed the poolers' wallets that can be signed for
 * @param baseReserve one reserve unit, which a claimable balance takes from its creator
 */
record PayoutReading(
    Farmer farmer,
    Pooler pooler,
    List<Pooler> poolers,
    Map<Address, Holdings> accounts,
    boolean memoRequired,
    Set<Address> signed,
    Xlm baseReserve) {
  @Nullable Holdings custodial() {
    return accounts.get(farmer.custodial());
  }

  @Nullable Holdings payout() {
    return accounts.get(farmer.payout());
  }

  /** The carrier's. */
  @Nullable Holdings poolerWallet() {
    return accounts.get(pooler.wallet());
  }

  /** Whether the carrier's wallet can be signed for. */
  boolean poolerSigns() {
    return signed.contains(pooler.wallet());
  }

  /** The wallet's address of a pooler that the farmer was with; empty if this is not known. */
  Optional<Address> address(UUID id) {
    return pooler.id().equals(id)
        ? Optional.of(pooler.wallet())
        : poolers.stream().filter(it -> it.id().equals(id)).map(Pooler::wallet).findFirst();
  }

  /** What a pooler's wallet holds, null if it does not exist. */
  @Nullable Holdings wallet(UUID id) {
    return address(id).map(accounts::get).orElse(null);
  }

  /** Whether a pooler's wallet can be signed for. */
  boolean signs(UUID id) {
    return address(id).filter(signed::contains).isPresent();
  }
}

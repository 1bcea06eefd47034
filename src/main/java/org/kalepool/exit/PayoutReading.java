package org.kalepool.exit;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.Farmer;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Pooler;
import org.kalepool.stellar.Holdings;

/**
 * What the network says about one payout.
 *
 * @param accounts those that exist, by address
 * @param memoRequired whether the payout wallet asks for a memo
 * @param poolerSigns whether the pooler's wallet can be signed for
 * @param baseReserve one reserve unit, which a claimable balance takes from its creator
 */
record PayoutReading(
    Farmer farmer,
    Pooler pooler,
    Map<Address, Holdings> accounts,
    boolean memoRequired,
    boolean poolerSigns,
    Xlm baseReserve) {
  @Nullable Holdings custodial() {
    return accounts.get(farmer.custodial());
  }

  @Nullable Holdings payout() {
    return accounts.get(farmer.payout());
  }

  @Nullable Holdings poolerWallet() {
    return accounts.get(pooler.wallet());
  }
}

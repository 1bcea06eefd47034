package org.kalepool.harvest;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Pooler;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Signer;

/** From which account a harvest is sent, which pays for it. */
@Singleton
final class HarvestLanes {
  private final Poolers poolers;
  private final Signer signer;

  HarvestLanes(Poolers poolers, Signer signer) {
    this.poolers = poolers;
    this.signer = signer;
  }

  /** The wallet of the pool's own pooler, if the pool has its key. */
  Optional<Address> wallet() {
    return Optional.of(poolers.own().wallet()).filter(signer::holds);
  }

  /**
   * The farmer's own account; the pooler's wallet, or that of the pool's own pooler, where that
   * cannot pay the fee, beside those of what it has to pay for already, or has just turned out not
   * to be able to.
   *
   * @param asked harvests that this sweep has asked for, by the account that pays
   */
  Address of(OpenPail pail, @Nullable Holdings held, Xlm fee, Map<Address, Integer> asked) {
    int others = pail.underWay() + asked.getOrDefault(pail.custodial(), 0);
    if (!pail.poor() && held != null && held.spendable().compareTo(fee.times(others + 1)) >= 0) {
      asked.merge(pail.custodial(), 1, Integer::sum);
      return pail.custodial();
    }
    return poolers
        .find(pail.pooler())
        .map(Pooler::wallet)
        .filter(signer::holds)
        .or(this::wallet)
        .orElse(pail.custodial());
  }
}

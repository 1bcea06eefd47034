package org.kalepool.farmer;

import java.util.UUID;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;

/**
 * A farmer as the stages see one.
 *
 * @param custodial the account the pool holds the key of
 * @param destination where everything goes at the end
 * @param stakePercentage 0 to 100, of the spendable KALE
 * @param harvestInterval after how many blocks a pail is harvested, 1 to 250
 */
public record Farmer(
    UUID id,
    UUID pooler,
    Address custodial,
    Destination destination,
    FarmerState state,
    int stakePercentage,
    int harvestInterval) {
  /** A farmer whose payout wallet is its own account. */
  public Farmer(
      UUID id,
      UUID pooler,
      Address custodial,
      Address payout,
      FarmerState state,
      int stakePercentage,
      int harvestInterval) {
    this(id, pooler, custodial, Destination.of(payout), state, stakePercentage, harvestInterval);
  }

  /** The account that everything goes to at the end. */
  public Address payout() {
    return destination.account();
  }
}

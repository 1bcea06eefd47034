package org.kalepool.farmer;

import java.util.UUID;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;

/**
 * A farmer as the stages see one.
 *
 * @param custody where its KALE lies
 * @param custodial the account the pool holds the key of, or the vault
 * @param destination where everything goes at the end, or the vault's owner
 * @param stakePercentage 0 to 100, of the spendable KALE
 * @param harvestInterval after how many blocks a pail is harvested, 1 to 250
 */
public record Farmer(
    UUID id,
    UUID pooler,
    FarmerCustody custody,
    Address custodial,
    Destination destination,
    FarmerState state,
    int stakePercentage,
    int harvestInterval) {
  /** One in the pool's custody. */
  public Farmer(
      UUID id,
      UUID pooler,
      Address custodial,
      Destination destination,
      FarmerState state,
      int stakePercentage,
      int harvestInterval) {
    this(
        id,
        pooler,
        FarmerCustody.CUSTODIAL,
        custodial,
        destination,
        state,
        stakePercentage,
        harvestInterval);
  }

  /** One in the pool's custody, whose payout wallet is its own account. */
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

  public boolean hasVault() {
    return custody == FarmerCustody.VAULT;
  }

  /** The account that everything goes to at the end, or the vault's owner. */
  public Address payout() {
    return destination.account();
  }
}

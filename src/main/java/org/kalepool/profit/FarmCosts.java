package org.kalepool.profit;

import org.kalepool.kale.Xlm;

/**
 * What a pail costs.
 *
 * @param plant with a stake
 * @param plantWithoutStake the same without one, which burns nothing
 * @param work one of them
 * @param works how many a pail takes on average, 1 or more
 * @param harvest of this pail
 * @param electricity for this pail, which the pooler pays
 */
public record FarmCosts(
    Xlm plant, Xlm plantWithoutStake, Xlm work, double works, Xlm harvest, Xlm electricity) {
  /** Of 10 000 of the fee of a plant with a stake: as measured in the real contract. */
  private static final int WITHOUT_STAKE = 7_393;

  /** Of 10 000 of the fee of an account's plant: 24 vaults in a transaction (docs/contracts.md). */
  private static final int FROM_A_VAULT = 5_839;

  public static FarmCosts of(Xlm plant, Xlm work, double works, Xlm harvest, Xlm electricity) {
    return new FarmCosts(
        plant, plant.basisPoints(WITHOUT_STAKE), work, works, harvest, electricity);
  }

  /** All of a pail's fees. */
  public Xlm fees(boolean staked) {
    return (staked ? plant : plantWithoutStake)
        .plus(Xlm.ofStroops(Math.round(work.stroops() * works)))
        .plus(harvest);
  }

  /** What its farmer pays of that: of a vault's pail nothing. */
  Xlm farmersFees(boolean vault, boolean staked) {
    return vault ? Xlm.ZERO : fees(staked);
  }

  /**
   * All of a pail's fees that is planted from a vault, which its pooler pays. Works and harvests
   * cost what they did, whoever they were for: they share transactions where there are vaults.
   */
  Xlm vaultFees(boolean staked) {
    Xlm planted = staked ? plant : plantWithoutStake;
    return fees(staked).minus(planted).plus(planted.basisPoints(FROM_A_VAULT));
  }
}

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

  /**
   * Of 10 000 of the fee of an account's plant with a stake: a plant from a vault, 36 of them in a
   * transaction, 14 176 of 24 758 stroops (docs/contracts.md, {@code SandboxVaultsCostTest}).
   */
  private static final int FROM_A_VAULT = 5_726;

  /**
   * The same of what the harvest adds that goes with the next plant, as all of a vault's that can:
   * together they are 18 989 stroops.
   */
  private static final int HARVEST_WITH_A_PLANT = 1_944;

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
   * All of a pail's fees that is planted from a vault, which its pooler pays. Works cost what they
   * did, whoever they were for: they share transactions where there are vaults.
   */
  Xlm vaultFees(boolean staked) {
    return fees(staked)
        .minus(staked ? plant : plantWithoutStake)
        .minus(harvest)
        .plus((staked ? plant : plantWithoutStake).basisPoints(FROM_A_VAULT))
        .plus(plant.basisPoints(HARVEST_WITH_A_PLANT));
  }
}

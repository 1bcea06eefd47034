package org.kalepool.profit;

import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/**
 * What is done for a farmer in a block.
 *
 * @param stake what is planted; 0 if nothing is
 * @param reward what is expected of that, without the stake
 * @param fees what it costs the farmer; 0 if nothing is planted, and for a vault
 * @param gain what the farmer is expected to have of it, XLM: its part of the reward less fees and
 *     the risk of the stake; 0 without a price
 * @param saved by how much better it is than to plant as wished, for the farmer; of a vault's block
 *     that does not pay the pooler, for the pooler; 0 without a price
 */
public record FarmDecision(Kind kind, Kale stake, Kale reward, Xlm fees, Xlm gain, Xlm saved) {
  /** What there is to choose from. Stored by name. */
  public enum Kind {
    /** Planted with the stake. */
    STAKE,
    /** Planted with nothing. */
    ZERO,
    /** Not planted. */
    SKIP
  }

  public boolean plants() {
    return kind != Kind.SKIP;
  }

  /** The choice that is best for a farmer, as its preference has it; a pure function. */
  public static FarmDecision of(FarmInputs inputs) {
    FarmDecision wished =
        planted(inputs, inputs.stake().isPositive() ? Kind.STAKE : Kind.ZERO, Xlm.ZERO);
    if (inputs.price().isEmpty()) {
      return wished;
    }
    return switch (inputs.when()) {
      case ALWAYS -> wished;
      case WHEN_IT_PAYS_ME -> inputs.vault() ? ofVault(inputs, wished) : best(inputs, wished);
      case WHEN_IT_PAYS_BOTH -> {
        FarmDecision best = inputs.vault() ? ofVault(inputs, wished) : best(inputs, wished);
        yield best.plants() && poolers(inputs, best).isNegative() ? skip(wished) : best;
      }
    };
  }

  /**
   * Of a vault the pooler pays the fees, and has them back by its share alone. So it plants what is
   * best for the farmer, who pays nothing, of what does not cost it more than that; without a stake
   * where only that is cheap enough.
   */
  private static FarmDecision ofVault(FarmInputs inputs, FarmDecision wished) {
    FarmDecision best = best(inputs, wished);
    if (!best.plants() || !share(inputs, best).isNegative()) {
      return best;
    }
    Xlm saved = share(inputs, wished).negate();
    FarmDecision zero = planted(inputs, Kind.ZERO, saved);
    return best.kind() == Kind.STAKE && !share(inputs, zero).isNegative()
        ? zero
        : new FarmDecision(Kind.SKIP, Kale.ZERO, Kale.ZERO, Xlm.ZERO, Xlm.ZERO, saved);
  }

  private static FarmDecision best(FarmInputs inputs, FarmDecision wished) {
    FarmDecision best = wished;
    if (wished.kind() == Kind.STAKE) {
      FarmDecision zero = planted(inputs, Kind.ZERO, Xlm.ZERO);
      if (zero.gain().compareTo(wished.gain()) > 0) {
        best = planted(inputs, Kind.ZERO, zero.gain().minus(wished.gain()));
      }
    }
    return best.gain().isNegative() ? skip(wished) : best;
  }

  /** What the pooler has of it, less what it pays for it. */
  private static Xlm poolers(FarmInputs inputs, FarmDecision choice) {
    return share(inputs, choice).minus(inputs.costs().electricity());
  }

  /** The pooler's share, less the fees if it pays them. */
  private static Xlm share(FarmInputs inputs, FarmDecision choice) {
    Kale share = choice.reward().basisPoints(inputs.shareBasisPoints());
    Xlm worth = inputs.price().orElseThrow().worth(share);
    return inputs.vault()
        ? worth.minus(inputs.costs().vaultFees(choice.kind() == Kind.STAKE))
        : worth;
  }

  /** What is not spent, less what would have come. */
  private static FarmDecision skip(FarmDecision wished) {
    return new FarmDecision(
        Kind.SKIP, Kale.ZERO, Kale.ZERO, Xlm.ZERO, Xlm.ZERO, wished.gain().negate());
  }

  private static FarmDecision planted(FarmInputs inputs, Kind kind, Xlm saved) {
    boolean staked = kind == Kind.STAKE;
    Kale stake = staked ? inputs.stake() : Kale.ZERO;
    Kale reward = staked ? inputs.rewardStaked() : inputs.rewardUnstaked();
    Xlm fees = inputs.vault() ? Xlm.ZERO : inputs.costs().fees(staked);
    Kale share = reward.basisPoints(inputs.shareBasisPoints());
    Kale risked = Kale.ofStroops(Math.round(stake.stroops() * inputs.lossRisk()));
    Xlm gain =
        inputs
            .price()
            .map(price -> price.worth(reward.minus(share).minus(risked)).minus(fees))
            .orElse(Xlm.ZERO);
    return new FarmDecision(kind, stake, reward, fees, gain, saved);
  }
}

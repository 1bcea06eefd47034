package org.kalepool.profit;

import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/**
 * What is done for a farmer in a block.
 *
 * @param stake what is planted; 0 if nothing is
 * @param reward what is expected of that, without the stake
 * @param fees what it costs the farmer; 0 if nothing is planted
 * @param gain what the farmer is expected to have of it, XLM: its part of the reward less fees and
 *     the risk of the stake; 0 without a price
 * @param saved by how much better it is than to plant as wished; 0 without a price
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
      case WHEN_IT_PAYS_ME -> best(inputs, wished);
      case WHEN_IT_PAYS_BOTH -> {
        FarmDecision best = best(inputs, wished);
        yield best.plants() && !paysPooler(inputs, best) ? skip(wished) : best;
      }
    };
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

  private static boolean paysPooler(FarmInputs inputs, FarmDecision choice) {
    Kale share = choice.reward().basisPoints(inputs.shareBasisPoints());
    return inputs.price().orElseThrow().worth(share).compareTo(inputs.costs().electricity()) >= 0;
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
    Xlm fees = inputs.costs().fees(staked);
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

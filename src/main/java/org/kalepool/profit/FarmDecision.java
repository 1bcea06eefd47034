package org.kalepool.profit;

import java.util.List;
import java.util.Optional;
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
 * @param atWorst by how much worse it may turn out than that, 0 or more
 */
public record FarmDecision(
    Kind kind, Kale stake, Kale reward, Xlm fees, Xlm gain, Xlm saved, Xlm atWorst) {
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
    return of(inputs, Optional.empty());
  }

  /**
   * The same where not every choice is allowed to who farms when it pays.
   *
   * @param guarantee empty where every choice is
   */
  public static FarmDecision of(FarmInputs inputs, Optional<Guarantee> guarantee) {
    FarmDecision wished = planted(inputs, inputs.stake().isPositive() ? Kind.STAKE : Kind.ZERO);
    if (inputs.price().isEmpty()) {
      return wished;
    }
    return switch (inputs.when()) {
      case ALWAYS -> wished;
      case WHEN_IT_PAYS_ME -> bestOrCheapest(inputs, wished, guarantee);
      case WHEN_IT_PAYS_BOTH -> {
        FarmDecision best = bestOrCheapest(inputs, wished, Optional.empty());
        yield best.plants() && poolers(inputs, best).isNegative() ? skip().than(wished) : best;
      }
    };
  }

  private static FarmDecision bestOrCheapest(
      FarmInputs inputs, FarmDecision wished, Optional<Guarantee> guarantee) {
    FarmDecision best = best(inputs, wished, guarantee);
    return inputs.vault() ? ofVault(inputs, wished, best) : best;
  }

  /**
   * Of a vault the pooler pays the fees, and has them back by its share alone. So it plants what is
   * best for the farmer, who pays nothing, of what does not cost it more than that; without a stake
   * where only that is cheap enough. That no guarantee holds back: it is not the farmer's money.
   */
  private static FarmDecision ofVault(FarmInputs inputs, FarmDecision wished, FarmDecision best) {
    if (!best.plants() || !share(inputs, best).isNegative()) {
      return best;
    }
    Xlm saved = share(inputs, wished).negate();
    FarmDecision zero = planted(inputs, Kind.ZERO);
    boolean cheap = best.kind() == Kind.STAKE && !share(inputs, zero).isNegative();
    return (cheap ? zero : skip()).withSaved(saved);
  }

  private static FarmDecision best(
      FarmInputs inputs, FarmDecision wished, Optional<Guarantee> guarantee) {
    FarmDecision best = wished;
    List<FarmDecision> others =
        wished.kind() == Kind.STAKE ? List.of(planted(inputs, Kind.ZERO), skip()) : List.of(skip());
    for (FarmDecision other : others) {
      Xlm atWorst = guarantee.map(it -> it.atWorst(inputs, other, wished)).orElse(Xlm.ZERO);
      if (other.gain().compareTo(best.gain()) > 0
          && guarantee.filter(it -> !it.allows(atWorst)).isEmpty()) {
        best = other.than(wished).withAtWorst(atWorst);
      }
    }
    return best;
  }

  /** With what is saved by it. */
  private FarmDecision than(FarmDecision wished) {
    return withSaved(gain.minus(wished.gain()));
  }

  private FarmDecision withSaved(Xlm xlm) {
    return new FarmDecision(kind, stake, reward, fees, gain, xlm, atWorst);
  }

  private FarmDecision withAtWorst(Xlm xlm) {
    return new FarmDecision(kind, stake, reward, fees, gain, saved, xlm);
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

  private static FarmDecision skip() {
    return new FarmDecision(
        Kind.SKIP, Kale.ZERO, Kale.ZERO, Xlm.ZERO, Xlm.ZERO, Xlm.ZERO, Xlm.ZERO);
  }

  private static FarmDecision planted(FarmInputs inputs, Kind kind) {
    boolean staked = kind == Kind.STAKE;
    Kale stake = staked ? inputs.stake() : Kale.ZERO;
    Kale reward = staked ? inputs.rewardStaked() : inputs.rewardUnstaked();
    Xlm fees = inputs.costs().farmersFees(inputs.vault(), staked);
    Kale share = reward.basisPoints(inputs.shareBasisPoints());
    Kale risked = Kale.ofStroops(Math.round(stake.stroops() * inputs.lossRisk()));
    Xlm gain =
        inputs
            .price()
            .map(price -> price.worth(reward.minus(share).minus(risked)).minus(fees))
            .orElse(Xlm.ZERO);
    return new FarmDecision(kind, stake, reward, fees, gain, Xlm.ZERO, Xlm.ZERO);
  }
}

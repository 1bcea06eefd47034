package org.kalepool.profit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Price;
import org.kalepool.kale.Xlm;

/**
 * Decides for all farmers of a block together: who is planted shares the pool's hashes and its part
 * of the block, so what is too little for all may be enough for some. Those whom it pays least go
 * first, until it pays everybody who is left; whoever wants to farm always is never asked.
 *
 * @param price of KALE; empty where there is none
 * @param already pails of the block that are planted, in parts
 * @param hashes for one farmer of a pooler, by how many of its farmers are chosen
 * @param guarantees what keeps each from falling far behind farming always; null for nothing
 */
public record PoolChoice(
    RewardForecast forecast,
    Optional<Price> price,
    FarmCosts costs,
    double lossRisk,
    double already,
    ToDoubleBiFunction<UUID, Integer> hashes,
    Function<UUID, @Nullable Guarantee> guarantees) {
  /** Each round leaves out this part of those whom it does not pay, so that few are enough. */
  private static final int PART = 4;

  private static final FarmDecision NOBODY =
      new FarmDecision(
          FarmDecision.Kind.SKIP, Kale.ZERO, Kale.ZERO, Xlm.ZERO, Xlm.ZERO, Xlm.ZERO, Xlm.ZERO);

  /** The same, with what keeps each farmer from falling far behind farming always. */
  PoolChoice guaranteed(Function<UUID, @Nullable Guarantee> by) {
    return new PoolChoice(forecast, price, costs, lossRisk, already, hashes, by);
  }

  /** By farmer; in the order of their turns, so that among equals the last ones are left out. */
  public Map<UUID, FarmDecision> decide(List<ChoiceCandidate> candidates) {
    List<ChoiceCandidate> kept = new ArrayList<>(candidates);
    Map<UUID, FarmDecision> decided = new HashMap<>();
    while (true) {
      Map<UUID, FarmDecision> now = decisions(kept);
      decided.putAll(now);
      List<ChoiceCandidate> losing = new ArrayList<>();
      for (ChoiceCandidate each : kept.reversed()) {
        if (!now.getOrDefault(each.farmer(), NOBODY).plants()) {
          losing.add(each);
        }
      }
      if (losing.isEmpty()) {
        return decided;
      }
      // of the same loss, whose turn is later
      losing.sort(
          Comparator.comparing(
              (ChoiceCandidate each) -> now.getOrDefault(each.farmer(), NOBODY).saved(),
              Comparator.reverseOrder()));
      kept.removeAll(losing.subList(0, Math.ceilDiv(losing.size(), PART)));
    }
  }

  /**
   * What pails contribute if so many are planted.
   *
   * @param rest parts of gap and zeros, by pooler
   * @param pool parts of all pails of the pool
   */
  record Parts(Map<UUID, Double> rest, double pool) {
    /** Parts of gap and zeros of one of them. */
    double rest(ChoiceCandidate each) {
      return rest.getOrDefault(each.pooler(), 0.0);
    }
  }

  /** With these planted, each with its stake. */
  Parts parts(List<ChoiceCandidate> kept) {
    Map<UUID, Integer> sizes = new HashMap<>();
    kept.forEach(each -> sizes.merge(each.pooler(), 1, Integer::sum));
    double gap = forecast.gapPart();
    Map<UUID, Double> rest = new HashMap<>();
    sizes.forEach(
        (pooler, size) ->
            rest.put(pooler, gap + forecast.zerosPart(hashes.applyAsDouble(pooler, size))));
    double pool = already;
    for (ChoiceCandidate each : kept) {
      pool += rest.getOrDefault(each.pooler(), 0.0) + forecast.stakePart(each.stake());
    }
    return new Parts(rest, pool);
  }

  /** What each who is planted is expected to contribute, before any correction. */
  public Map<UUID, Double> expectedParts(
      List<ChoiceCandidate> candidates, Map<UUID, FarmDecision> decided) {
    List<ChoiceCandidate> planted =
        candidates.stream()
            .filter(each -> decided.getOrDefault(each.farmer(), NOBODY).plants())
            .toList();
    Parts parts = parts(planted);
    Map<UUID, Double> expected = new HashMap<>();
    for (ChoiceCandidate each : planted) {
      Kale stake = decided.getOrDefault(each.farmer(), NOBODY).stake();
      expected.put(each.farmer(), parts.rest(each) + forecast.stakePart(stake));
    }
    return expected;
  }

  private Map<UUID, FarmDecision> decisions(List<ChoiceCandidate> kept) {
    Parts parts = parts(kept);
    double pool = parts.pool();
    Map<UUID, FarmDecision> decisions = new HashMap<>();
    for (ChoiceCandidate each : kept) {
      double rest = parts.rest(each);
      double staked = forecast.stakePart(each.stake());
      double unstaked = forecast.stakePart(Kale.ZERO);
      decisions.put(
          each.farmer(),
          FarmDecision.of(
              new FarmInputs(
                  each.when(),
                  each.vault(),
                  price,
                  each.stake(),
                  forecast.reward(rest + staked, pool),
                  forecast.reward(rest + unstaked, pool - staked + unstaked),
                  each.shareBasisPoints(),
                  lossRisk,
                  costs),
              Optional.ofNullable(guarantees.apply(each.farmer()))));
    }
    return decisions;
  }
}

package org.kalepool.lab.plan;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Block;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Price;
import org.kalepool.kale.Xlm;
import org.kalepool.profit.ChoiceCandidate;
import org.kalepool.profit.FarmDecision;
import org.kalepool.profit.Guarantee;
import org.kalepool.profit.RewardForecast;
import org.kalepool.profit.Shortfall;

/** How the farmers of a made year stand beside farming always, as the pool keeps it. */
final class GuaranteedFarmers {
  private final double most;
  private final double hashes;
  private final Map<UUID, Guarantee.Standing> standings = new HashMap<>();

  /**
   * @param most percent by which one may be behind
   * @param hashes for one farmer in a block, if all are planted
   */
  GuaranteedFarmers(double most, double hashes) {
    this.most = most;
    this.hashes = hashes;
  }

  /** By farmer, what may be chosen. */
  Function<UUID, @Nullable Guarantee> at(Price dearest) {
    return farmer ->
        Guarantee.of(standings.getOrDefault(farmer, Guarantee.Standing.NEW), most, dearest);
  }

  /**
   * A block that is over.
   *
   * @param candidates all farmers
   * @param decided what was chosen for each
   * @param own parts of each pail that there is
   */
  void over(
      long index,
      Block closed,
      RewardForecast forecast,
      List<ChoiceCandidate> candidates,
      Map<UUID, FarmDecision> decided,
      Map<UUID, Double> own,
      Price price) {
    double all = RewardForecast.parts(closed);
    Kale pot = RewardForecast.pot(index, closed);
    Map<UUID, Shortfall.Made> made = new HashMap<>();
    for (ChoiceCandidate each : candidates) {
      FarmDecision decision = decided.get(each.farmer());
      if (decision != null) {
        made.put(each.farmer(), made(each, decision, forecast));
      }
    }
    double missed = made.values().stream().mapToDouble(Shortfall.Made::missed).sum();
    made.forEach(
        (farmer, each) ->
            add(
                farmer,
                Shortfall.of(each, own.getOrDefault(farmer, 0.0), all, missed, pot, price)));
  }

  private Shortfall.Made made(
      ChoiceCandidate farmer, FarmDecision decision, RewardForecast forecast) {
    // gap and zeros are the same with and without a stake, so only who is left out lacks them
    double rest = decision.plants() ? 0 : forecast.gapPart() + forecast.zerosPart(hashes);
    double wished = rest + forecast.stakePart(farmer.stake());
    double parts = decision.plants() ? forecast.stakePart(decision.stake()) : 0;
    Xlm spared = Earned.MAINNET.fees(farmer.stake().isPositive()).minus(decision.fees());
    return new Shortfall.Made(wished, parts, spared, Earned.SHARE);
  }

  private void add(UUID farmer, Shortfall came) {
    standings.merge(
        farmer,
        new Guarantee.Standing(
            BigDecimal.valueOf(came.always().stroops()),
            BigDecimal.valueOf(came.behind().stroops()),
            BigDecimal.ZERO),
        (one, two) ->
            new Guarantee.Standing(
                one.always().add(two.always()), one.behind().add(two.behind()), BigDecimal.ZERO));
  }

  /** By what part of what farming always brings the worst off is behind it; negative if none is. */
  double worst() {
    return standings.values().stream()
        .filter(it -> it.always().signum() > 0)
        .mapToDouble(it -> it.behind().doubleValue() / it.always().doubleValue())
        .max()
        .orElse(0);
  }
}

package org.kalepool.profit;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.kale.Block;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Price;
import org.kalepool.price.Prices;
import org.kalepool.price.Quote;

/** Notes what choices came to once their block is over; in the caller's database transaction. */
@Singleton
final class ChoiceBooks {
  private final FarmChoiceRepository choices;
  private final Prices prices;
  private final ProfitSettings settings;

  ChoiceBooks(FarmChoiceRepository choices, Prices prices, ProfitSettings settings) {
    this.choices = choices;
    this.prices = prices;
    this.settings = settings;
  }

  /**
   * What pails earned, by farmer.
   *
   * @return beside what was expected of them
   */
  FarmChoiceRepository.Expected came(long block, Map<UUID, Kale> came) {
    came.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(each -> choices.came(each.getKey(), block, each.getValue()));
    return choices.expected(block);
  }

  /**
   * Counts a block's choices in, and forgets old ones.
   *
   * @param pails what each contributed
   */
  void count(long index, Block block, Map<UUID, Double> pails, Instant now) {
    Optional<Price> price = prices.now().map(Quote::recent);
    if (price.isPresent() && block.scorable()) {
      settle(index, block, pails, price.get());
    }
    choices.count(index);
    choices.forget(now.minus(settings.keep()));
  }

  private void settle(long index, Block block, Map<UUID, Double> pails, Price price) {
    double parts = RewardForecast.parts(block);
    Kale pot = RewardForecast.pot(index, block);
    List<FarmChoiceRepository.Made> all = choices.made(index);
    double missed = all.stream().mapToDouble(it -> it.of().missed()).sum();
    for (FarmChoiceRepository.Made made : all) {
      double own = pails.getOrDefault(made.farmer(), 0.0);
      choices.settle(made.farmer(), index, Shortfall.of(made.of(), own, parts, missed, pot, price));
    }
  }
}

package org.kalepool.profit;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks;
import org.kalepool.block.KnownBlocks;
import org.kalepool.kale.Block;
import org.kalepool.kale.GameRules;
import org.kalepool.kale.HashOdds;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Price;
import org.kalepool.kale.Xlm;
import org.kalepool.price.Prices;
import org.kalepool.price.Quote;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.NetworkTerms;
import org.kalepool.stellar.RpcException;

/** What blocks like the running one are expected to bring, as the last ones had it. */
@Singleton
public final class PoolOutlook {
  private final Blocks blocks;
  private final KnownBlocks known;
  private final Chain chain;
  private final BlockFieldRepository fields;
  private final FarmChoiceRepository choices;
  private final Prices prices;
  private final ProfitSettings settings;

  PoolOutlook(
      Blocks blocks,
      KnownBlocks known,
      Chain chain,
      BlockFieldRepository fields,
      FarmChoiceRepository choices,
      Prices prices,
      ProfitSettings settings) {
    this.blocks = blocks;
    this.known = known;
    this.chain = chain;
    this.fields = fields;
    this.choices = choices;
    this.prices = prices;
    this.settings = settings;
  }

  /**
   * How far off expectations were, of blocks of which it is known what came.
   *
   * @param more by which share more was expected of all of them together than came
   * @param off the mean of how far it was off in each, over the mean of what came
   */
  @Schema(name = "ForecastError")
  public record Off(int blocks, double more, double off) {}

  /** Of the last so many blocks; empty before there is one. */
  public Optional<Off> error(int most) {
    List<FieldSample> known =
        fields.newest(most).stream().filter(it -> it.expected() > 0 && it.came() > 0).toList();
    double came = known.stream().mapToDouble(FieldSample::came).sum();
    if (known.isEmpty()) {
      return Optional.empty();
    }
    double expected = known.stream().mapToDouble(FieldSample::expected).sum();
    double off = known.stream().mapToDouble(it -> Math.abs(it.expected() - it.came())).sum();
    return Optional.of(new Off(known.size(), expected / came - 1, off / came));
  }

  /** What all choices of a farmer came to; of all farmers without one. */
  public FarmChoices.Totals totals(@Nullable UUID farmer) {
    return choices.totals(farmer);
  }

  /**
   * What the pool has of a block, and what more would bring it; KALE as stroops.
   *
   * @param pails that are reckoned with
   * @param reward of all of them
   * @param oneMoreFarmer what the pool would have more
   * @param oneMoreThread the same, null where none hashes
   * @param oneMoreGigahash the same of a device with 10^9 hashes a second
   * @param fees of a pail, XLM
   * @param breakEven the least price at which a pail's reward is worth its fees, whoever pays
   */
  @Schema(name = "PoolMargins")
  public record Margins(
      long pails,
      long reward,
      long oneMoreFarmer,
      @Nullable Long oneMoreThread,
      long oneMoreGigahash,
      long fees,
      @Nullable String breakEven) {}

  /**
   * What hashing costs and brings.
   *
   * @param rate hashes a second
   * @return empty while too little is known
   */
  public Optional<Margins> margins(int threads, double rate) {
    return now().map(state -> state.margins(threads, rate));
  }

  /** What each stake percentage would earn a farmer, and which earns most. */
  @Schema(name = "StakingAdvice")
  public record Advice(
      StakeAdvice.Row best,
      @Schema(description = "More than this earns nothing, stroops") long maxStake,
      List<StakeAdvice.Row> percentages) {}

  /**
   * How much of its KALE a farmer does best to stake.
   *
   * @param all of the farmer, in its account and in pails
   * @param interval blocks that a pail waits
   * @return empty while too little is known
   */
  public Optional<Advice> advice(Kale all, int interval, int shareBasisPoints) {
    return now()
        .map(
            state -> {
              double rest = state.forecast().gapPart() + state.zerosPart();
              double others = Math.max(state.ownParts() - rest, 0);
              Kale cap = Kale.ofStroops(state.forecast().mostStake());
              List<StakeAdvice.Row> rows =
                  StakeAdvice.of(
                      state.forecast(),
                      all,
                      cap,
                      interval,
                      rest,
                      others,
                      shareBasisPoints,
                      settings.lossRisk(),
                      state.costs(),
                      prices.now().map(Quote::price));
              return new Advice(StakeAdvice.best(rows), cap.stroops(), rows);
            });
  }

  /** A block like the running one. */
  private record State(
      RewardForecast forecast, FarmCosts costs, long pails, double ownParts, double hashes) {

    double zerosPart() {
      return forecast.zerosPart(hashes);
    }

    Margins margins(int threads, double rate) {
      double all = rate > 0 ? rate * GameRules.BLOCK_INTERVAL_SECONDS : hashes * pails;
      double stake = Math.max(ownParts / pails - forecast.gapPart() - zerosPart(), 0);
      long now = reward(pails, all, stake);
      long farmer = reward(pails + 1, all, stake) - now;
      long giga = reward(pails, all + 1e9 * GameRules.BLOCK_INTERVAL_SECONDS, stake) - now;
      Long thread = threads > 0 ? reward(pails, all * (threads + 1) / threads, stake) - now : null;
      Xlm fees = costs.fees(true);
      Kale each = Kale.ofStroops(now / pails);
      String even =
          each.isPositive() && fees.isPositive() ? Price.breakEven(fees, each).toString() : null;
      return new Margins(pails, now, farmer, thread, giga, fees.stroops(), even);
    }

    private long reward(long farmers, double allHashes, double stake) {
      double own = farmers * (forecast.gapPart() + forecast.zerosPart(allHashes / farmers) + stake);
      return forecast.reward(own, own).stroops();
    }
  }

  private Optional<State> now() {
    Optional<Blocks.Current> current = blocks.current();
    Optional<Block> limits =
        current.flatMap(it -> known.limits(it.index())).filter(Block::scorable);
    Optional<Field> field =
        limits.flatMap(it -> Field.of(fields.newest(Field.MOST), FieldLimits.of(it)));
    if (field.isEmpty() || current.isEmpty() || limits.isEmpty()) {
      return Optional.empty();
    }
    NetworkTerms terms;
    try {
      terms = chain.terms();
    } catch (RpcException e) {
      return Optional.empty();
    }
    long index = current.get().index();
    BlockFieldRepository.Worked worked = fields.worked(index - Field.BLOCKS);
    BlockFieldRepository.Own own = fields.own(index - Field.BLOCKS);
    RewardForecast forecast =
        new RewardForecast(
            index,
            limits.get(),
            field.get(),
            RewardForecast.gap(GameRules.BLOCK_INTERVAL_SECONDS, terms.ledgerSeconds()));
    long pails = Math.max(1, own.pails() == null ? 1 : Math.round(own.pails()));
    Double zeros = worked.zeros();
    double hashes = zeros == null ? HashOdds.power(6) : Math.pow(16, Math.min(zeros, 15));
    Double works = worked.works();
    FarmCosts costs =
        FarmCosts.of(
            terms.charged().plant(),
            terms.charged().work(),
            works == null ? 1 : Math.max(works, 1),
            terms.charged().harvest(),
            Xlm.ofStroops(
                ProfitSettings.electricity(
                            settings, Duration.ofSeconds(GameRules.BLOCK_INTERVAL_SECONDS))
                        .stroops()
                    / pails));
    double ownParts = own.parts() == null ? 0 : own.parts();
    return Optional.of(new State(forecast, costs, pails, ownParts, hashes));
  }
}

package org.kalepool.ops;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.GameRules;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Price;
import org.kalepool.price.PriceStanding;
import org.kalepool.profit.FarmChoices;
import org.kalepool.profit.PoolOutlook;
import org.kalepool.profit.ProfitSettings;
import org.kalepool.web.Caller;
import org.kalepool.work.WorkStatus;

/** Whether the pool pays: what it has, what it costs, and what more of it would bring. */
@Path("/api/v1/operator/profit")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.OPERATOR)
@Tag(name = "operators")
public final class OperatorProfitResource {
  private static final int DAYS = 31;
  private static final int BLOCKS = 100;

  /** Four hours. */
  private static final int NEWEST = 48;

  private static final Duration RATE_WINDOW = Duration.ofMinutes(5);

  private final FigureRows rows;
  private final PriceStanding prices;
  private final PoolOutlook outlook;
  private final ProfitSettings settings;
  private final WorkStatus work;

  OperatorProfitResource(
      FigureRows rows,
      PriceStanding prices,
      PoolOutlook outlook,
      ProfitSettings settings,
      WorkStatus work) {
    this.rows = rows;
    this.prices = prices;
    this.outlook = outlook;
    this.settings = settings;
    this.work = work;
  }

  /** The price that is reckoned with, and where it comes from. */
  @Schema(name = "KnownPrice")
  public record KnownPrice(
      @Schema(description = "Null if none is set") @Nullable String source,
      @Schema(description = "XLM for one KALE; null without a price") @Nullable String xlmPerKale,
      @Nullable Instant lastSeen,
      @Schema(description = "Why the last look brought none") @Nullable String trouble) {}

  /** What a block or a day came to, in stroops; of XLM null where there is no price. */
  @Schema(name = "Profit")
  public record Profit(
      @Schema(description = "XLM for one KALE, the day's median") @Nullable String price,
      @Schema(description = "KALE of the farmers and poolers") BigInteger rewards,
      @Schema(description = "XLM, paid by farmers") BigInteger fees,
      @Schema(description = "KALE that poolers owe for lost stakes") BigInteger compensations,
      @Schema(description = "KALE: the poolers' part less compensations") BigInteger profit,
      @Schema(description = "XLM: what the rewards are worth") @Nullable BigInteger revenueXlm,
      @Schema(description = "XLM, by the settings") BigInteger electricity,
      @Schema(description = "XLM: the profit at the price, less electricity")
          @Nullable BigInteger poolersXlm,
      @Schema(description = "XLM of one planted always: its part less fees")
          @Nullable BigInteger farmersXlm) {}

  /** A day in UTC. */
  @Schema(name = "DayProfit")
  public record Day(LocalDate day, long blocks, Profit came) {}

  /** A block; its pails may still wait for their harvests. */
  @Schema(name = "BlockProfit")
  public record OfBlock(long blockIndex, Instant openedAt, long planted, Profit came) {}

  /** How it stands. */
  @Schema(name = "PoolProfit")
  public record Answer(
      KnownPrice price,
      @Schema(description = "XLM a day, stroops") long electricityADay,
      @Schema(description = "Of the last 100 blocks; null before there is one")
          PoolOutlook.@Nullable Off forecast,
      FarmChoices.Totals choices,
      @Schema(description = "Of a block like the running one; null while too little is known")
          PoolOutlook.@Nullable Margins margins,
      List<Day> days,
      List<OfBlock> blocks) {}

  @GET
  @Operation(
      operationId = "getProfit",
      summary = "What the pool earns and costs, and what more would bring")
  public Answer get() {
    PriceStanding.View standing = prices.view();
    Map<LocalDate, Price> daily = prices.days(DAYS);
    return new Answer(
        new KnownPrice(
            standing.source(),
            standing.quote() == null ? null : standing.quote().price().toString(),
            standing.lastSeen(),
            standing.trouble()),
        ProfitSettings.electricity(settings, Duration.ofDays(1)).stroops(),
        outlook.error(BLOCKS).orElse(null),
        outlook.totals(null),
        outlook.margins(work.threads(), work.hashRate(RATE_WINDOW)).orElse(null),
        rows.newestDays(DAYS).stream()
            .map(Figured.Day::of)
            .map(day -> day(day, daily.get(day.day())))
            .toList(),
        rows.newestBlocks(Long.MAX_VALUE, NEWEST).stream()
            .map(Figured.Block::of)
            .map(block -> block(block, daily))
            .toList());
  }

  private Day day(Figured.Day day, @Nullable Price price) {
    return new Day(
        day.day(),
        day.blocks(),
        profit(
            price,
            day.rewards(),
            day.fees(),
            day.compensations(),
            day.profit(),
            new Farmed(day.blocks(), day.planted())));
  }

  private OfBlock block(Figured.Block block, Map<LocalDate, Price> daily) {
    LocalDate day = LocalDate.ofInstant(block.openedAt(), ZoneOffset.UTC);
    return new OfBlock(
        block.blockIndex(),
        block.openedAt(),
        block.planted(),
        profit(
            daily.get(day),
            block.rewards(),
            block.fees(),
            block.compensations(),
            block.profit(),
            new Farmed(1, block.planted())));
  }

  /**
   * @param planted pails of all of them
   */
  private record Farmed(long blocks, long planted) {}

  private Profit profit(
      @Nullable Price price,
      BigInteger rewards,
      BigInteger fees,
      BigInteger compensations,
      BigInteger profit,
      Farmed farmed) {
    Duration time =
        Duration.ofSeconds(Math.multiplyExact(farmed.blocks(), GameRules.BLOCK_INTERVAL_SECONDS));
    BigInteger electricity =
        BigInteger.valueOf(ProfitSettings.electricity(settings, time).stroops());
    BigInteger poolers = worth(price, profit);
    // what the poolers owe is the farmers'
    BigInteger farmers = worth(price, rewards.subtract(profit));
    return new Profit(
        price == null ? null : price.toString(),
        rewards,
        fees,
        compensations,
        profit,
        worth(price, rewards),
        electricity,
        poolers == null ? null : poolers.subtract(electricity),
        farmers == null || farmed.planted() == 0
            ? null
            : farmers
                .subtract(fees)
                .multiply(BigInteger.valueOf(Math.max(farmed.blocks(), 1)))
                .divide(BigInteger.valueOf(farmed.planted())));
  }

  private static @Nullable BigInteger worth(@Nullable Price price, BigInteger kale) {
    return price == null
        ? null
        : BigInteger.valueOf(price.worth(Kale.ofStroops(kale.longValueExact())).stroops());
  }
}

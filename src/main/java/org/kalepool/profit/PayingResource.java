package org.kalepool.profit;

import io.quarkus.arc.All;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerBalances;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.FarmerTerms;
import org.kalepool.price.Prices;
import org.kalepool.price.Quote;
import org.kalepool.web.Caller;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;

/** Whether farming pays a farmer, block by block. */
@Path("/api/v1/farmers/{id}/paying")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Caller.FARMER, Caller.OPERATOR})
@Tag(name = "farmers")
public final class PayingResource {
  private final Farmers farmers;
  private final FarmerTerms terms;
  private final List<FarmerBalances> balances;
  private final FarmChoiceRepository choices;
  private final PoolOutlook outlook;
  private final Prices prices;
  private final ProfitSettings settings;
  private final Caller caller;

  PayingResource(
      Farmers farmers,
      FarmerTerms terms,
      @All List<FarmerBalances> balances,
      FarmChoiceRepository choices,
      PoolOutlook outlook,
      Prices prices,
      ProfitSettings settings,
      Caller caller) {
    this.farmers = farmers;
    this.terms = terms;
    this.balances = balances;
    this.choices = choices;
    this.outlook = outlook;
    this.prices = prices;
    this.settings = settings;
    this.caller = caller;
  }

  /** How it pays a farmer. */
  @Schema(name = "Paying")
  public record Answer(
      @Schema(description = "XLM for one KALE; null without a price") @Nullable String price,
      @Nullable Instant priceAt,
      FarmChoices.Totals totals,
      @Schema(description = "Blocks until a harvest; null for as it wishes")
          @Nullable Integer harvestAfter,
      Earned earned,
      @Schema(description = "For who farms when it pays; null where there is no bound")
          @Nullable Bound bound,
      @Schema(description = "Null while too little is known of the blocks before")
          PoolOutlook.@Nullable Advice advice) {}

  /**
   * What farming has come to until now. Amounts are stroops.
   *
   * @param kale the farmer's part of what was harvested, less stakes that are lost and not owed
   * @param fees XLM, with those that were advanced
   * @param profit XLM: the one at the price, less the other; null without a price
   */
  @Schema(name = "Earned")
  public record Earned(long kale, long fees, @Nullable Long profit) {
    static Earned of(FarmerBalances.Balances held, int shareBasisPoints, @Nullable Quote quote) {
      Kale rewards = Kale.ofStroops(held.earned());
      Kale kept =
          rewards
              .minus(rewards.basisPoints(shareBasisPoints))
              .minus(Kale.ofStroops(held.forfeited()))
              .plus(Kale.ofStroops(held.owed()));
      Xlm fees = Xlm.ofStroops(Math.addExact(held.fees(), held.advanced()));
      Xlm worth = quote == null ? null : quote.price().worth(kept);
      return new Earned(
          kept.stroops(), fees.stroops(), worth == null ? null : worth.minus(fees).stroops());
    }
  }

  /**
   * How far choosing may leave a farmer behind farming always.
   *
   * @param mostBehind percent of what farming always would have brought
   * @param room XLM, stroops: what may be risked now
   */
  @Schema(name = "PayingBound")
  public record Bound(double mostBehind, long room) {
    /** The percentage as it is read. */
    public String percent() {
      return BigDecimal.valueOf(mostBehind).stripTrailingZeros().toPlainString();
    }
  }

  @GET
  @Operation(
      operationId = "getPaying",
      summary =
          "The price, what was skipped and saved, and which stake percentage would earn most now")
  public Answer get(@PathParam("id") UUID id) {
    Farmer farmer = farmer(id);
    Quote quote = prices.now().orElse(null);
    FarmerBalances.Balances held = held(id);
    Kale all = Kale.ofStroops(Math.addExact(held.custody(), held.staked()));
    int share = terms.current(id).shareBasisPoints();
    return new Answer(
        quote == null ? null : quote.price().toString(),
        quote == null ? null : quote.at(),
        outlook.totals(id),
        choices.harvestAfter(id),
        Earned.of(held, share, quote),
        bound(id),
        outlook.advice(all, farmer.harvestInterval(), share).orElse(null));
  }

  @GET
  @Path("/choices")
  @Operation(
      operationId = "listChoices",
      summary =
          "What was expected of each block, what was chosen and what came of it, newest first")
  public Page<FarmChoices.Choice> choices(
      @PathParam("id") UUID id,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable String limit) {
    Paging paging = Paging.of(cursor, limit);
    return Page.of(
        paging,
        choices.page(farmer(id).id(), paging.before(), paging.rows()),
        FarmChoices.Choice::blockIndex);
  }

  private @Nullable Bound bound(UUID id) {
    double most = settings.mostBehind();
    return most >= Guarantee.WHOLE
        ? null
        : new Bound(most, choices.standing(id).room(most).stroops());
  }

  private FarmerBalances.Balances held(UUID id) {
    return balances.stream()
        .findFirst()
        .map(books -> books.of(id))
        .orElseGet(() -> new FarmerBalances.Balances(0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  }

  private Farmer farmer(UUID id) {
    caller.mayActFor(id);
    return farmers.find(id).orElseThrow(caller::noSuchFarmer);
  }
}

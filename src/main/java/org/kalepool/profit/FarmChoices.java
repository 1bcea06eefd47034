package org.kalepool.profit;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Price;

/** A farmer's choices as they are shown. Amounts are stroops. */
public final class FarmChoices {
  private FarmChoices() {}

  /** What was chosen for a block, and what came of it. */
  @RegisterForReflection
  @Schema(name = "FarmChoice")
  public record Choice(
      long blockIndex,
      @Schema(enumeration = {"STAKE", "ZERO", "SKIP"}) String choice,
      @Schema(enumeration = {"always", "when_it_pays_me", "when_it_pays_both"}) String farmWhen,
      long stake,
      @Schema(description = "Expected before it was planted, without the stake") long reward,
      @Schema(description = "XLM") long fees,
      @Schema(description = "XLM: the farmer's part of what is expected, less fees and risk")
          long gain,
      @Schema(description = "XLM: by how much that is better than to plant as wished") long saved,
      @Schema(description = "XLM for one KALE; null without a price") @Nullable String price,
      @Schema(description = "Blocks until a harvest; null for as it wishes")
          @Nullable Integer harvestAfter,
      @Schema(description = "What the pail earns, known once the block is over")
          @Nullable Long came,
      @Schema(description = "The stake that would have been planted as wished") long wishedStake,
      @Schema(
              description =
                  "XLM: by how much it may turn out worse, at worst, than to plant as wished")
          long risked,
      @Schema(
              description =
                  "XLM: by how much it turned out worse than that, negative if better; known once"
                      + " the block is over")
          @Nullable Long behind,
      Instant at) {}

  /** All choices of blocks that are over. */
  @RegisterForReflection
  @Schema(name = "FarmChoiceTotals")
  public record Totals(
      long blocks,
      long skipped,
      @Schema(description = "Planted without a stake since that was better") long unstaked,
      @Schema(description = "XLM") BigInteger saved,
      @Schema(description = "KALE expected of pails, in stroops") BigInteger expected,
      @Schema(description = "KALE that they earned, in stroops") BigInteger came,
      @Schema(
              description =
                  "XLM: what the farmer's part would have been worth of all pails as wished, each"
                      + " at the price when its block was over")
          BigInteger always,
      @Schema(
              description =
                  "XLM: by how much less that was with what was chosen, fees reckoned with;"
                      + " negative if it was more")
          BigInteger behind) {
    /** The opposite of behind. */
    public BigInteger ahead() {
      return behind.negate();
    }
  }

  @RegisterForReflection
  record Row(
      long blockIndex,
      String choice,
      String farmWhen,
      long stake,
      long reward,
      long fees,
      long gain,
      long saved,
      @Nullable Long price,
      @Nullable Integer harvestAfter,
      @Nullable Long came,
      long wishedStake,
      long risked,
      @Nullable Long behind,
      Instant at) {
    Choice shown() {
      return new Choice(
          blockIndex,
          choice,
          farmWhen.toLowerCase(Locale.ROOT),
          stake,
          reward,
          fees,
          gain,
          saved,
          price == null ? null : Price.ofUnits(price).toString(),
          harvestAfter,
          came,
          wishedStake,
          risked,
          behind,
          at);
    }
  }

  @RegisterForReflection
  record Sums(
      Long blocks,
      Long skipped,
      Long unstaked,
      BigDecimal saved,
      BigDecimal expected,
      BigDecimal came,
      BigDecimal always,
      BigDecimal behind) {
    Totals totals() {
      return new Totals(
          blocks,
          skipped,
          unstaked,
          saved.toBigInteger(),
          expected.toBigInteger(),
          came.toBigInteger(),
          always.toBigInteger(),
          behind.toBigInteger());
    }
  }
}

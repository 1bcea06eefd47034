package org.kalepool.farmer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.pooler.FarmerTerms;

/** The answer to GET /farmers/{id}. Amounts are stroops. */
@Schema(name = "Farmer")
public record FarmerAnswer(
    UUID farmerId,
    UUID poolerId,
    @Schema(implementation = FarmerCustody.class) String custody,
    @Schema(description = "The account that the pool keeps, or the vault") String custodialWallet,
    @Schema(description = "Where everything is paid out to, or the vault's owner")
        String payoutWallet,
    @Nullable String payoutMemo,
    @Schema(enumeration = {"text", "id", "hash"}) @Nullable String payoutMemoType,
    @Schema(implementation = FarmerState.class) String state,
    int stakePercentage,
    int harvestInterval,
    @Schema(enumeration = {FarmWhen.ALWAYS_TEXT, FarmWhen.ME_TEXT, FarmWhen.BOTH_TEXT})
        String farmWhen,
    Instant registeredAt,
    Terms terms,
    @Schema(
            description =
                "Announced and not yet in force; to leave before is to be paid without them")
        List<Terms> comingTerms,
    @Schema(description = "The payout wallet that was asked for and is not in force yet")
        PayoutChanges.@Nullable Change comingPayoutWallet,
    FarmerBalances.@Nullable Balances balances,
    List<OpenPail> openPails,
    @Schema(description = "The newest 20 changes of state, the oldest of them first")
        List<Event> events,
    @Nullable Payout payout,
    @Schema(description = "Null without one") @Nullable VaultAnswer vault) {

  /** What the pooler gets of the rewards of what is planted from {@code validFrom} on. */
  @Schema(name = "FarmerTerms")
  public record Terms(
      UUID poolerId,
      @Schema(description = "The pooler's part of the rewards in 1/10 000") int shareBasisPoints,
      Instant validFrom,
      Instant announcedAt,
      String by,
      String why) {
    static Terms of(FarmerTerms.Terms terms) {
      return new Terms(
          terms.pooler(),
          terms.shareBasisPoints(),
          terms.validFrom(),
          terms.announcedAt(),
          terms.by(),
          terms.why());
    }
  }

  /** A pail that is planted and not yet harvested. */
  @RegisterForReflection
  @Schema(name = "OpenPail")
  public record OpenPail(
      long blockIndex, long stakeAmount, @Nullable Integer zeros, @Nullable Long gap) {}

  /** A change of state. */
  @Schema(name = "StateChange")
  public record Event(
      FarmerState fromState, FarmerState toState, String by, String why, Instant at) {}

  /** How the farmer was paid out. */
  @Schema(name = "Payout")
  public record Payout(
      long earned,
      long poolerShare,
      long owed,
      long toPooler,
      long fromPooler,
      long toFarmer,
      long xlmToFarmer,
      boolean claimable,
      @Schema(description = "XLM given for the reserve of the claimable balance") long claimReserve,
      @Schema(description = "XLM given back for fees that the pooler had paid") long advance,
      String transactionHash,
      Instant at,
      @Schema(
              description =
                  "Of all poolers together; the transaction is the last, once all is paid")
          @Nullable Debt debt,
      List<PoolerPart> poolers) {}

  /** The part of a payout that is between the farmer and one pooler. */
  @Schema(name = "PayoutPart")
  public record PoolerPart(
      UUID poolerId,
      long earned,
      long poolerShare,
      long owed,
      long toPooler,
      long fromPooler,
      @Schema(description = "Of its share, what its wallet could not take and waits for it")
          long withheld,
      @Nullable Debt debt) {}

  /** What a pooler could not pay at the split and pays when its wallet has it. */
  @Schema(name = "PayoutDebt")
  public record Debt(
      long amount,
      long xlm,
      @Schema(description = "What the payment waits for, null if for nothing known")
          @Nullable String waitingFor,
      @Nullable Boolean claimable,
      @Nullable String transactionHash,
      @Nullable Instant paidAt) {}
}

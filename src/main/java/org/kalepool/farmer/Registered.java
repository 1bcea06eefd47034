package org.kalepool.farmer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The answer to POST /farmers.
 *
 * @param token shown here only; null in what is stored
 */
@RegisterForReflection
@Schema(name = "Registered")
public record Registered(
    UUID farmerId,
    @Schema(description = "Authorises this farmer's calls; shown only here") @Nullable String token,
    String custodialWallet,
    String payoutWallet,
    @Nullable String payoutMemo,
    @Schema(enumeration = {"text", "id", "hash"}) @Nullable String payoutMemoType,
    @Schema(implementation = FarmerState.class) String state,
    UUID poolerId,
    int stakePercentage,
    int harvestInterval,
    @Schema(description = "The terms: the pooler's part of the rewards in 1/10 000")
        @Nullable Integer shareBasisPoints,
    @Schema(description = "SEP-7 link that asks a wallet for the XLM") String paymentUri,
    Funding funding,
    @Schema(description = "When the registration lapses unless enough XLM has come")
        @Nullable Instant lapsesAt,
    @Schema(
            description =
                "What the payout wallet's key can sign (SEP-53) to keep others from taking the"
                    + " wallet; null for an exchange's address")
        @Nullable String payoutProofMessage) {

  /** How the XLM to send is made up, in stroops. */
  @RegisterForReflection
  @Schema(name = "FundingNeed")
  public record Funding(
      long minimumXlm,
      long accountReserve,
      long trustlineReserve,
      long classicFees,
      long feesPerBlock,
      int blocks) {
    static Funding of(FundingNeed.Quote quote) {
      return new Funding(
          quote.total().stroops(),
          quote.accountReserve().stroops(),
          quote.trustlineReserve().stroops(),
          quote.classicFees().stroops(),
          quote.feesPerBlock().stroops(),
          quote.blocks());
    }
  }

  Registered withToken(String shown) {
    return new Registered(
        farmerId,
        shown,
        custodialWallet,
        payoutWallet,
        payoutMemo,
        payoutMemoType,
        state,
        poolerId,
        stakePercentage,
        harvestInterval,
        shareBasisPoints,
        paymentUri,
        funding,
        lapsesAt,
        payoutProofMessage);
  }
}

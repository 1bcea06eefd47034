package org.kalepool.farmer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Kale;

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
    @Schema(implementation = FarmerCustody.class) String custody,
    @Schema(description = "Where the XLM, and then the KALE, is sent: an account, or the vault")
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
    @Schema(description = "SEP-7 link that asks a wallet for the XLM, or for a vault's KALE")
        String paymentUri,
    Funding funding,
    @Schema(description = "When the registration lapses unless enough has come")
        @Nullable Instant lapsesAt,
    @Schema(
            description =
                "What the payout wallet's key can sign (SEP-53) to keep others from taking the"
                    + " wallet; null for an exchange's address")
        @Nullable String payoutProofMessage,
    @Schema(description = "Null without one") @Nullable VaultAnswer vault) {
  /** What was stored before there were vaults says nothing of custody. */
  public Registered {
    custody = Objects.requireNonNullElse(custody, FarmerCustody.CUSTODIAL.name());
  }

  /** How the XLM to send is made up, or how much KALE a vault is made for, in stroops. */
  @RegisterForReflection
  @Schema(name = "FundingNeed")
  public record Funding(
      long minimumXlm,
      long accountReserve,
      long trustlineReserve,
      long classicFees,
      long feesPerBlock,
      int blocks,
      @Schema(description = "KALE for which a vault is made; 0 without a vault") long minimumKale) {
    static Funding of(FundingNeed.Quote quote) {
      return new Funding(
          quote.total().stroops(),
          quote.accountReserve().stroops(),
          quote.trustlineReserve().stroops(),
          quote.classicFees().stroops(),
          quote.feesPerBlock().stroops(),
          quote.blocks(),
          0);
    }

    /** A vault needs no XLM. */
    static Funding ofVault(Kale leastDeposit) {
      return new Funding(0, 0, 0, 0, 0, 0, leastDeposit.stroops());
    }
  }

  Registered withToken(String shown) {
    return new Registered(
        farmerId,
        shown,
        custody,
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
        payoutProofMessage,
        vault);
  }
}

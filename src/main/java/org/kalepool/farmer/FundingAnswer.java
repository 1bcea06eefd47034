package org.kalepool.farmer;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Holdings;

/** The answer to POST /farmers/{id}/confirm-funding. Amounts are stroops. */
@Schema(name = "FundingStatus")
public record FundingAnswer(
    UUID farmerId,
    @Schema(implementation = FarmerState.class) String state,
    @Schema(description = "Whether the account, or the vault, is there") boolean accountExists,
    long xlm,
    @Schema(description = "What is above the account's reserve") long spendableXlm,
    @Schema(description = "What is still to be sent; 0 if there is enough") long missingXlm,
    @Schema(description = "Whether KALE can be sent there; always to a vault") boolean trustline,
    @Nullable Long kale,
    @Schema(description = "KALE that is still to be sent to a vault; 0 without one")
        long missingKale,
    @Schema(description = "Link for sending what is missing") @Nullable String paymentUri,
    @Schema(
            description =
                "What a registration that is paid for waits for: room in the pool, the payout"
                    + " wallet, which another farmer has; proving it helps; or its turn, where as"
                    + " many vaults were made within a day as the pool makes",
            enumeration = {"room", "payout_wallet", "its_turn"})
        @Nullable String waitingFor,
    @Schema(
            description =
                "When the registration lapses, and what has come is given back, unless it joins")
        @Nullable Instant lapsesAt) {

  static FundingAnswer of(Onboarding.Look look, FundingNeed need) {
    Farmer farmer = look.farmer();
    Holdings held = look.holdings();
    Kale kale = held == null ? null : held.kale();
    return new FundingAnswer(
        farmer.id(),
        farmer.state().name(),
        held != null,
        held == null ? 0 : held.xlm().stroops(),
        held == null ? 0 : held.spendable().stroops(),
        look.missing().stroops(),
        kale != null,
        kale == null ? null : kale.stroops(),
        0,
        look.missing().isZero() ? null : need.paymentUri(farmer.custodial(), look.missing()),
        words(look.waitsFor()),
        look.lapses());
  }

  static FundingAnswer of(VaultOnboarding.Look look, FundingNeed need) {
    Farmer farmer = look.farmer();
    return new FundingAnswer(
        farmer.id(),
        farmer.state().name(),
        look.seen().isThere(),
        0,
        0,
        0,
        true,
        look.seen().kale().stroops(),
        look.missing().stroops(),
        look.missing().isZero() ? null : need.depositUri(farmer.custodial(), look.missing()),
        words(look.waitsFor()),
        look.lapses());
  }

  private static @Nullable String words(Admission.@Nullable WaitsFor waitsFor) {
    return waitsFor == null ? null : waitsFor.name().toLowerCase(Locale.ROOT);
  }
}

package org.kalepool.farmer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Destination;
import org.kalepool.web.Checks;
import org.kalepool.web.OneOf;
import org.kalepool.web.RequestRules;
import org.kalepool.web.Required;
import org.kalepool.web.UuidText;
import org.kalepool.web.Within;

/** The body of POST /farmers, before anything of it is believed. */
@RegisterForReflection
@Schema(name = "RegisterRequest")
public record RegisterRequest(
    @Schema(description = "The pooler to farm with, see GET /poolers") @Required @UuidText
        String poolerId,
    @Schema(
            description =
                "Account (G… or muxed, M…) that everything is paid out to; only itself can name"
                    + " another",
            pattern = "^(G[A-Z2-7]{55}|M[A-Z2-7]{68})$")
        @Required
        String payoutWallet,
    @Schema(description = "The memo that an exchange asks for; not with a muxed address")
        @Nullable String payoutMemo,
    @Schema(
            description = "What kind of memo it is; text without it",
            enumeration = {"text", "id", "hash"})
        @Nullable String payoutMemoType,
    @Schema(description = "Part of the spendable KALE planted in each block")
        @Required
        @Within(min = 0, max = FarmerSettings.MOST_STAKE)
        Integer stakePercentage,
    @Schema(description = "After how many blocks a pail is harvested")
        @Required
        @Within(min = FarmerSettings.LEAST_INTERVAL, max = FarmerSettings.MOST_INTERVAL)
        Integer harvestInterval,
    @Schema(
            description =
                "In which blocks to be planted: in all, where it is expected to pay the farmer, or"
                    + " where it pays the pooler as well; when_it_pays_me without it")
        @OneOf({FarmWhen.ALWAYS_TEXT, FarmWhen.ME_TEXT, FarmWhen.BOTH_TEXT})
        @Nullable String farmWhen)
    implements RequestRules {
  @Override
  public void check(Checks checks) {
    typed().check(checks);
  }

  private TypedPayout typed() {
    return new TypedPayout(payoutWallet, payoutMemo, payoutMemoType);
  }

  /** As wished, or the default. */
  FarmWhen when() {
    return farmWhen == null ? FarmWhen.WHEN_IT_PAYS_ME : FarmWhen.of(farmWhen);
  }

  UUID pooler() {
    return UUID.fromString(poolerId);
  }

  /** Where everything is paid out to. */
  Destination payout() {
    return typed().destination();
  }
}

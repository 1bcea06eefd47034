package org.kalepool.farmer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Kale;
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
                "Account (G… or muxed, M…) or contract (C…) that everything is paid out to; only"
                    + " itself can name another. With a vault its owner (G… or C…), for ever",
            pattern = "^([GC][A-Z2-7]{55}|M[A-Z2-7]{68})$")
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
        @Nullable String farmWhen,
    @Schema(
            description =
                "Where the KALE lies: in an account whose key the pool keeps, or in a vault, a"
                    + " contract from which the pool can plant and only the payout wallet can take;"
                    + " CUSTODIAL without it")
        @OneOf({CUSTODIAL, VAULT})
        @Nullable String custody,
    @Schema(
            description =
                "With a vault: stroops of KALE below which nothing is planted from it, at first; 0"
                    + " without it",
            minimum = "0")
        @Nullable Long floor)
    implements RequestRules {
  private static final String CUSTODIAL = "CUSTODIAL";
  private static final String VAULT = "VAULT";
  private static final String FLOOR = "floor";

  @Override
  public void check(Checks checks) {
    TypedPayout typed = typed();
    typed.check(checks);
    if (VAULT.equals(custody)) {
      typed.checkOwner(checks);
      if (floor != null && floor < 0) {
        checks.add(FLOOR, "must be a whole number of stroops, 0 or more");
      }
    } else if (floor != null) {
      checks.add(FLOOR, "must be left out without a vault: only a vault has one");
    }
  }

  FarmerCustody custodyOrDefault() {
    return custody == null ? FarmerCustody.CUSTODIAL : FarmerCustody.valueOf(custody);
  }

  Kale floorOrNone() {
    return floor == null ? Kale.ZERO : Kale.ofStroops(floor);
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

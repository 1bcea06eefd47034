package org.kalepool.farmer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Memo;
import org.kalepool.web.Checks;
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
                "Account (G… or muxed, M…) that everything is paid out to; cannot be changed later",
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
        Integer harvestInterval)
    implements RequestRules {
  private static final String WALLET = "payout_wallet";
  private static final String MEMO = "payout_memo";

  @Override
  public void check(Checks checks) {
    if (namesMuxed()) {
      checks.readable(
          WALLET,
          payoutWallet,
          "is no valid muxed address (M…): ",
          text -> Destination.of(text, null));
      if (payoutMemo != null) {
        checks.add(MEMO, "must be left out with a muxed address (M…), which has a number instead");
      }
      return;
    }
    if (checks.readable(WALLET, payoutWallet, "is no valid account address (G…): ", Address::of)
        && !Address.of(payoutWallet).isAccount()) {
      checks.add(WALLET, "must be an account (G…), which can receive XLM, not a contract (C…)");
    }
    if (payoutMemo == null && payoutMemoType != null) {
      checks.add(MEMO, Checks.MISSING);
    } else if (payoutMemoType == null
        || checks.readable("payout_memo_type", payoutMemoType, "", Memo.Kind::of)) {
      checks.readable(MEMO, payoutMemo, "is not valid: ", text -> new Memo(kind(), text));
    }
  }

  private boolean namesMuxed() {
    return payoutWallet != null && payoutWallet.startsWith("M");
  }

  private Memo.Kind kind() {
    return payoutMemoType == null ? Memo.Kind.TEXT : Memo.Kind.of(payoutMemoType);
  }

  UUID pooler() {
    return UUID.fromString(poolerId);
  }

  /** Where everything is paid out to. */
  Destination payout() {
    return Destination.of(payoutWallet, payoutMemo == null ? null : new Memo(kind(), payoutMemo));
  }
}

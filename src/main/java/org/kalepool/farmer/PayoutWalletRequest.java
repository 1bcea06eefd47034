package org.kalepool.farmer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Destination;
import org.kalepool.web.Checks;
import org.kalepool.web.RequestRules;
import org.kalepool.web.Required;

/** The body of POST /farmers/{id}/payout-wallet, before anything of it is believed. */
@RegisterForReflection
@Schema(name = "PayoutWalletRequest")
public record PayoutWalletRequest(
    @Schema(
            description = "Account (G… or muxed, M…) that everything is to be paid out to",
            pattern = "^(G[A-Z2-7]{55}|M[A-Z2-7]{68})$")
        @Required
        String payoutWallet,
    @Schema(description = "The memo that an exchange asks for; not with a muxed address")
        @Nullable String payoutMemo,
    @Schema(
            description = "What kind of memo it is; text without it",
            enumeration = {"text", "id", "hash"})
        @Nullable String payoutMemoType)
    implements RequestRules {

  @Override
  public void check(Checks checks) {
    typed().check(checks);
  }

  private TypedPayout typed() {
    return new TypedPayout(payoutWallet, payoutMemo, payoutMemoType);
  }

  /** Where everything is to be paid out to. */
  Destination payout() {
    return typed().destination();
  }
}

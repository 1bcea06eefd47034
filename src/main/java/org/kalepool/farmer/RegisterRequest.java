package org.kalepool.farmer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of POST /farmers, before anything of it is believed. */
@RegisterForReflection
@Schema(
    name = "RegisterRequest",
    requiredProperties = {"pooler_id", "payout_wallet", "stake_percentage", "harvest_interval"})
record RegisterRequest(
    @Schema(description = "The pooler to farm with, see GET /poolers", format = "uuid")
        @Nullable String poolerId,
    @Schema(
            description =
                "Account (G… or muxed, M…) that everything is paid out to; cannot be changed later",
            pattern = "^(G[A-Z2-7]{55}|M[A-Z2-7]{68})$")
        @Nullable String payoutWallet,
    @Schema(description = "The memo that an exchange asks for; not with a muxed address")
        @Nullable String payoutMemo,
    @Schema(
            description = "What kind of memo it is; text without it",
            enumeration = {"text", "id", "hash"})
        @Nullable String payoutMemoType,
    @Schema(
            description = "Part of the spendable KALE planted in each block",
            minimum = "0",
            maximum = "100")
        @Nullable Integer stakePercentage,
    @Schema(
            description = "After how many blocks a pail is harvested",
            minimum = "1",
            maximum = "250")
        @Nullable Integer harvestInterval) {}

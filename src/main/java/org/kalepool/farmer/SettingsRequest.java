package org.kalepool.farmer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of PATCH /farmers/{id}/settings; what is absent stays as it is. */
@RegisterForReflection
@Schema(name = "SettingsRequest")
record SettingsRequest(
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

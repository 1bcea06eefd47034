package org.kalepool.farmer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.Checks;
import org.kalepool.web.OneOf;
import org.kalepool.web.RequestRules;
import org.kalepool.web.Within;

/** The body of PATCH /farmers/{id}/settings; what is absent stays as it is. */
@RegisterForReflection
@Schema(name = "SettingsRequest")
public record SettingsRequest(
    @Schema(description = "Part of the spendable KALE planted in each block")
        @Within(min = 0, max = FarmerSettings.MOST_STAKE)
        @Nullable Integer stakePercentage,
    @Schema(description = "After how many blocks a pail is harvested")
        @Within(min = FarmerSettings.LEAST_INTERVAL, max = FarmerSettings.MOST_INTERVAL)
        @Nullable Integer harvestInterval,
    @Schema(
            description =
                "In which blocks to be planted: in all, where it is expected to pay the farmer, or"
                    + " where it pays the pooler as well")
        @OneOf({FarmWhen.ALWAYS_TEXT, FarmWhen.ME_TEXT, FarmWhen.BOTH_TEXT})
        @Nullable String farmWhen)
    implements RequestRules {

  @Override
  public void check(Checks checks) {
    if (stakePercentage == null && harvestInterval == null && farmWhen == null) {
      checks.add("stake_percentage", "is missing, and so are harvest_interval and farm_when");
    }
  }
}

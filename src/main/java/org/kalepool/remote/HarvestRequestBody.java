package org.kalepool.remote;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.Checks;
import org.kalepool.web.RequestRules;
import org.kalepool.web.Required;
import org.kalepool.web.UuidText;
import org.kalepool.web.Within;

/** A pooler's wish for harvests. */
@RegisterForReflection
@Schema(name = "HarvestRequest")
record HarvestRequestBody(
    @Schema(description = "The key's own pooler") @Required @UuidText String poolerId,
    @Required @Size(max = 100, message = "must be at most {max}; ask for the others apart")
        List<@Valid InBlock> harvestBlocks,
    @Schema(description = "How long to wait until none is under way; 20 without it")
        @Within(min = 0, max = PlantRequestBody.MOST_WAIT)
        @Nullable Integer waitSeconds) {

  /** Farmers whose pails of a block are to be harvested. */
  @RegisterForReflection
  @Schema(name = "HarvestsInBlock")
  record InBlock(
      @Required @Within(min = 0, max = PlantRequestBody.MOST_BLOCK) Long blockIndex,
      @Schema(description = "Their ids") @Required @Size(max = 500) List<String> farmerIds)
      implements RequestRules {
    @Override
    public void check(Checks checks) {
      if (farmerIds != null && !farmerIds.stream().allMatch(InBlock::isId)) {
        checks.add("farmer_ids", "must be UUIDs");
      }
    }

    private static boolean isId(@Nullable String text) {
      return text != null && text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    }

    List<UUID> farmers() {
      return farmerIds.stream().filter(Objects::nonNull).map(UUID::fromString).distinct().toList();
    }
  }

  Duration patience() {
    return PlantRequestBody.patience(waitSeconds);
  }
}

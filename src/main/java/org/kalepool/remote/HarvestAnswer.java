package org.kalepool.remote;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What became of pails that were to be harvested. Amounts are stroops. */
@RegisterForReflection
@Schema(name = "HarvestAnswer")
record HarvestAnswer(
    boolean success,
    List<Harvested> harvestResults,
    @Schema(description = "Not harvested, or not yet: the error says which")
        List<Failed> failedHarvests,
    @Schema(description = "Of the pails in harvest_results") BigInteger totalRewards) {

  /** A pail that is harvested. */
  @RegisterForReflection
  @Schema(name = "HarvestedPail")
  record Harvested(
      long blockIndex,
      UUID farmerId,
      long rewardAmount,
      @Schema(description = "Null where the harvest was found on the chain")
          @Nullable String harvestTxHash) {}

  /** Why a pail is not harvested. */
  @RegisterForReflection
  @Schema(name = "FailedHarvest")
  record Failed(long blockIndex, UUID farmerId, String error, String message) {
    static final String PENDING = "pending";

    boolean waits() {
      return error.equals(PENDING);
    }
  }

  static HarvestAnswer of(List<Harvested> harvested, List<Failed> failed) {
    BigInteger rewards =
        harvested.stream()
            .map(each -> BigInteger.valueOf(each.rewardAmount()))
            .reduce(BigInteger.ZERO, BigInteger::add);
    return new HarvestAnswer(true, harvested, failed, rewards);
  }
}

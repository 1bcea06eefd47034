package org.kalepool.remote;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What became of a pooler's farmers in a block, so far. Amounts are stroops. */
@RegisterForReflection
@Schema(name = "PlantAnswer")
record PlantAnswer(
    boolean success,
    List<Planted> plantedFarmers,
    @Schema(description = "Not planted in this block, for good") List<Failed> failedPlants,
    Summary summary,
    @Schema(description = "Farmers whose plants are on their way") List<UUID> pending,
    @Schema(description = "Not planted for now; nobody's failure yet") List<Failed> heldBack) {

  /** A pail. */
  @RegisterForReflection
  @Schema(name = "PlantedFarmer")
  record Planted(
      UUID farmerId,
      String custodialWallet,
      long stakeAmount,
      @Schema(description = "Null where the plant was found on the chain")
          @Nullable String plantTxHash,
      @Schema(description = "The pail's sequence: gaps are counted from it") long plantedLedger,
      @Schema(description = "The farmer's place in the order of registration") long order,
      @Schema(description = "Of the work that counts on the chain, null if none is known")
          @Nullable Integer zeros,
      @Schema(description = "Of a work that the pool has on its way")
          @Nullable Integer pendingZeros) {
    static Planted of(FarmersInBlock.Row row) {
      return new Planted(
          row.farmer(),
          row.custodial(),
          row.stake() == null ? 0 : row.stake(),
          row.hash(),
          row.ledger() == null ? 0 : row.ledger(),
          row.seq(),
          row.zeros(),
          row.pendingZeros());
    }
  }

  /** Why a farmer is not planted. */
  @RegisterForReflection
  @Schema(name = "FailedPlant")
  record Failed(UUID farmerId, String error, String message) {}

  /** All of them. */
  @RegisterForReflection
  @Schema(name = "PlantSummary")
  record Summary(
      @Schema(description = "Planted, failed and pending") int totalRequested,
      int successfulPlants,
      int failedPlants,
      BigInteger totalStaked) {}

  static PlantAnswer of(
      List<Planted> planted, List<Failed> failed, List<UUID> pending, List<Failed> heldBack) {
    BigInteger staked =
        planted.stream()
            .map(each -> BigInteger.valueOf(each.stakeAmount()))
            .reduce(BigInteger.ZERO, BigInteger::add);
    Summary summary =
        new Summary(
            planted.size() + failed.size() + pending.size(), planted.size(), failed.size(), staked);
    return new PlantAnswer(
        true,
        new ArrayList<>(planted),
        new ArrayList<>(failed),
        summary,
        new ArrayList<>(pending),
        new ArrayList<>(heldBack));
  }
}

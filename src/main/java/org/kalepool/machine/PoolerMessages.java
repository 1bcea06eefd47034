package org.kalepool.machine;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What goes between a pooler's machine and the backend; amounts in stroops, hashes in hex. */
public final class PoolerMessages {
  private PoolerMessages() {}

  /** Who the backend takes this machine for. */
  @RegisterForReflection
  public record Me(
      UUID poolerId,
      String name,
      String wallet,
      boolean active,
      int maxFarmers,
      long farmers,
      long maxDebt,
      @Nullable BondOfPooler bond,
      long debt,
      int requestsPerMinute,
      NetworkOfPool network) {}

  /** What the pooler has left with the pool for what it may owe. */
  @RegisterForReflection
  public record BondOfPooler(String account, long amount, @Nullable String waitingFor) {}

  /** The network that the pool farms on. */
  @RegisterForReflection
  public record NetworkOfPool(String passphrase, String contractId, String asset) {}

  /** A sign of life. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Beat(
      String version,
      long hashRate,
      int threads,
      long capacity,
      @Nullable Long blockIndex,
      boolean paused) {}

  /** What the backend answers to one. */
  @RegisterForReflection
  public record BeatAnswer(
      int heartbeatSeconds, @Nullable Long blockIndex, @Nullable PlantingAllowed planting) {}

  /** Whether stakes are planted for this pooler. */
  @RegisterForReflection
  public record PlantingAllowed(boolean allowed, @Nullable String why) {}

  /** Asks for the plants of a block. */
  @RegisterForReflection
  public record PlantRequest(
      long blockIndex,
      UUID poolerId,
      long maxFarmersCapacity,
      String timestamp,
      long waitSeconds) {}

  /** Who is planted in it. */
  @RegisterForReflection
  public record PlantAnswer(
      @Nullable List<PlantedOne> plantedFarmers,
      @Nullable List<FailedOne> failedPlants,
      @Nullable List<UUID> pending,
      @Nullable List<FailedOne> heldBack) {}

  /**
   * A farmer who is planted.
   *
   * @param zeros of the work that counts on the chain
   * @param pendingZeros of a work that is on its way
   */
  @RegisterForReflection
  public record PlantedOne(
      UUID farmerId,
      String custodialWallet,
      long stakeAmount,
      long plantedLedger,
      long order,
      @Nullable Integer zeros,
      @Nullable Integer pendingZeros) {}

  /** A farmer for whom something did not happen, and why. */
  @RegisterForReflection
  public record FailedOne(UUID farmerId, @Nullable String error, @Nullable String message) {}

  /** Works for the backend to send. */
  @RegisterForReflection
  public record WorksRequest(long blockIndex, UUID poolerId, List<WorkOffer> works) {}

  /** One of them; the nonce is unsigned. */
  @RegisterForReflection
  public record WorkOffer(UUID farmerId, BigInteger nonce, String hash) {}

  /** What became of each. */
  @RegisterForReflection
  public record WorksAnswer(@Nullable List<OfferedWork> works) {}

  /** {@code queued} or {@code refused}. */
  @RegisterForReflection
  public record OfferedWork(
      UUID farmerId, String status, @Nullable String error, @Nullable String message) {}

  /** The report on a block that is over. */
  @RegisterForReflection
  public record WorkReport(
      long blockIndex, UUID poolerId, List<WorkResult> workResults, String timestamp) {}

  /** What became of one farmer's work. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record WorkResult(
      UUID farmerId,
      String status,
      @Nullable BigInteger nonce,
      @Nullable String hash,
      @Nullable Integer zeros,
      @Nullable Long gap,
      @Nullable String workTxHash,
      @Nullable String error,
      @Nullable Boolean compensationRequired) {}

  /** What the backend makes of the report. */
  @RegisterForReflection
  public record ReportAnswer(
      long workRecorded, long compensationAmount, @Nullable List<UUID> readyForHarvest) {}

  /** Asks for harvests. */
  @RegisterForReflection
  public record HarvestRequest(
      UUID poolerId, List<HarvestOfBlock> harvestBlocks, long waitSeconds) {}

  /** Those of one block. */
  @RegisterForReflection
  public record HarvestOfBlock(long blockIndex, List<UUID> farmerIds) {}

  /** What was harvested, and what not. */
  @RegisterForReflection
  public record HarvestAnswer(
      @Nullable List<HarvestedOne> harvestResults,
      @Nullable List<UnharvestedOne> failedHarvests,
      long totalRewards) {}

  /** A pail that is harvested. */
  @RegisterForReflection
  public record HarvestedOne(long blockIndex, UUID farmerId, long rewardAmount) {}

  /** One that is not, and why. */
  @RegisterForReflection
  public record UnharvestedOne(
      long blockIndex, UUID farmerId, @Nullable String error, @Nullable String message) {}
}

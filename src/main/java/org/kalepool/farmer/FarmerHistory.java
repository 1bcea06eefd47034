package org.kalepool.farmer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;

/** What happened to a farmer in each block, newest first, archived blocks included. */
@Singleton
public final class FarmerHistory {
  private final FarmerEventRepository events;
  private final FarmerDeeds deeds;

  FarmerHistory(FarmerEventRepository events, FarmerDeeds deeds) {
    this.events = events;
    this.deeds = deeds;
  }

  /** A row of {@code plantings}. */
  @RegisterForReflection
  @Schema(name = "Planting")
  public record Planting(
      @JsonIgnore long id,
      long blockIndex,
      UUID poolerId,
      @Schema(enumeration = {"PLANTED", "FAILED"}) String status,
      long stakeAmount,
      int stakePercentage,
      int harvestInterval,
      @Nullable Integer shareBasisPoints,
      @Nullable String error,
      @Nullable String message,
      @Schema(enumeration = {"FARMER", "POOLER", "NETWORK"}) @Nullable String debtor,
      @Nullable String plantTxHash,
      @Nullable Long ledger,
      Instant at) {}

  /** A row of {@code works}. */
  @RegisterForReflection
  @Schema(name = "Work")
  public record Work(
      @JsonIgnore long id,
      long blockIndex,
      UUID poolerId,
      @Schema(enumeration = {"INSURANCE", "FINAL"}) String kind,
      @Schema(enumeration = {"WORKED", "FAILED"}) String status,
      @Nullable BigInteger nonce,
      @Nullable String hash,
      @Nullable Integer zeros,
      @Nullable Long gap,
      @Nullable String error,
      @Nullable String message,
      @Schema(enumeration = {"FARMER", "POOLER", "NETWORK"}) @Nullable String debtor,
      @Nullable String workTxHash,
      @Nullable Long ledger,
      Instant at) {}

  /** A row of {@code harvests}. */
  @RegisterForReflection
  @Schema(name = "Harvest")
  public record Harvest(
      @JsonIgnore long id,
      long blockIndex,
      UUID poolerId,
      @Schema(enumeration = {"HARVESTED", "LOST", "FAILED"}) String status,
      long stakeAmount,
      long rewardAmount,
      @Nullable Integer shareBasisPoints,
      @Nullable String error,
      @Nullable String message,
      @Schema(enumeration = {"FARMER", "POOLER", "NETWORK"}) @Nullable String debtor,
      @Nullable String harvestTxHash,
      @Nullable Long ledger,
      Instant at) {}

  /** A row of {@code events}. */
  @RegisterForReflection
  @Schema(name = "FarmerEvent")
  public record Event(
      @JsonIgnore long id,
      FarmerState fromState,
      FarmerState toState,
      String by,
      String why,
      Instant at) {
    FarmerAnswer.Event shown() {
      return new FarmerAnswer.Event(fromState, toState, by, why, at);
    }
  }

  Page<Event> events(UUID farmer, Paging paging) {
    return Page.of(paging, events.page(farmer, paging), Event::id);
  }

  public Page<Planting> plantings(UUID farmer, Paging paging) {
    return Page.of(paging, deeds.plantings(farmer, paging), Planting::id);
  }

  public Page<Work> works(UUID farmer, Paging paging) {
    return Page.of(paging, deeds.works(farmer, paging), Work::id);
  }

  public Page<Harvest> harvests(UUID farmer, Paging paging) {
    return Page.of(paging, deeds.harvests(farmer, paging), Harvest::id);
  }

  /** By which transaction a farmer that has left was paid out; empty if it was not. */
  public Optional<String> payoutHash(UUID farmer) {
    return deeds.payout(farmer).map(FarmerAnswer.Payout::transactionHash);
  }
}

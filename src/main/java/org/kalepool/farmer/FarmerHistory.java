package org.kalepool.farmer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.Db;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;

/** What happened to a farmer in each block, newest first, archived blocks included. */
@Singleton
final class FarmerHistory {
  private final Db db;

  FarmerHistory(Db db) {
    this.db = db;
  }

  /** A row of {@code plantings}. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @Schema(name = "Planting")
  record Planting(
      @JsonIgnore long id,
      long blockIndex,
      @Schema(enumeration = {"PLANTED", "FAILED"}) String status,
      long stakeAmount,
      int stakePercentage,
      int harvestInterval,
      @Nullable String error,
      @Nullable String message,
      @Schema(enumeration = {"FARMER", "POOLER", "NETWORK"}) @Nullable String debtor,
      @Nullable String plantTxHash,
      @Nullable Long ledger,
      Instant at) {}

  /** A row of {@code works}. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @Schema(name = "Work")
  record Work(
      @JsonIgnore long id,
      long blockIndex,
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
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @Schema(name = "Harvest")
  record Harvest(
      @JsonIgnore long id,
      long blockIndex,
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
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @Schema(name = "FarmerEvent")
  record Event(
      @JsonIgnore long id,
      @Schema(implementation = FarmerState.class) String fromState,
      @Schema(implementation = FarmerState.class) String toState,
      String by,
      String why,
      Instant at) {}

  Page<Event> events(UUID farmer, Paging paging) {
    return Page.of(
        paging,
        db.list(
            "select * from farmer_events where farmer_id = ? and id < ? order by id desc limit ?",
            row ->
                new Event(
                    row.getLong("id"),
                    row.getString("from_state"),
                    row.getString("to_state"),
                    row.getString("by_whom"),
                    row.getString("why"),
                    row.getTimestamp("at").toInstant()),
            farmer,
            paging.before(),
            paging.rows()),
        Event::id);
  }

  Page<Planting> plantings(UUID farmer, Paging paging) {
    return Page.of(
        paging,
        db.list(
            "select * from newest_plantings(?, ?, ?)",
            row ->
                new Planting(
                    row.getLong("id"),
                    row.getLong("block_index"),
                    row.getString("status"),
                    row.getLong("stake"),
                    row.getInt("stake_percentage"),
                    row.getInt("harvest_interval"),
                    row.getString("cause"),
                    row.getString("detail"),
                    row.getString("debtor"),
                    row.getString("transaction_hash"),
                    row.getObject("ledger", Long.class),
                    row.getTimestamp("planted_at").toInstant()),
            farmer,
            paging.before(),
            paging.rows()),
        Planting::id);
  }

  Page<Work> works(UUID farmer, Paging paging) {
    return Page.of(
        paging,
        db.list(
            "select * from newest_works(?, ?, ?)",
            row ->
                new Work(
                    row.getLong("id"),
                    row.getLong("block_index"),
                    row.getString("kind"),
                    row.getString("status"),
                    whole(row.getBigDecimal("nonce")),
                    row.getString("hash"),
                    row.getObject("zeros", Integer.class),
                    row.getObject("gap", Long.class),
                    row.getString("cause"),
                    row.getString("detail"),
                    row.getString("debtor"),
                    row.getString("transaction_hash"),
                    row.getObject("ledger", Long.class),
                    row.getTimestamp("worked_at").toInstant()),
            farmer,
            paging.before(),
            paging.rows()),
        Work::id);
  }

  Page<Harvest> harvests(UUID farmer, Paging paging) {
    return Page.of(
        paging,
        db.list(
            "select * from newest_harvests(?, ?, ?)",
            row ->
                new Harvest(
                    row.getLong("id"),
                    row.getLong("block_index"),
                    row.getString("status"),
                    row.getLong("stake"),
                    row.getLong("reward"),
                    row.getObject("share_basis_points", Integer.class),
                    row.getString("cause"),
                    row.getString("detail"),
                    row.getString("debtor"),
                    row.getString("transaction_hash"),
                    row.getObject("ledger", Long.class),
                    row.getTimestamp("harvested_at").toInstant()),
            farmer,
            paging.before(),
            paging.rows()),
        Harvest::id);
  }

  private static @Nullable BigInteger whole(@Nullable BigDecimal value) {
    return value == null ? null : value.toBigInteger();
  }
}

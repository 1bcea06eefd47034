package org.kalepool.ops;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.Db;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;

/** The blocks the pool saw, newest first. */
@Singleton
final class BlockPages {
  private final Db db;

  BlockPages(Db db) {
    this.db = db;
  }

  /**
   * A block as it is shown.
   *
   * @param openedAt network time
   * @param farmers how many were to be planted
   * @param lost pails lost for good
   * @param stakedAmount sum of the stakes planted, stroops
   * @param rewardAmount sum of the rewards harvested, stroops
   * @param minStake lowest stake of the block before, stroops; null while it is not known
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @Schema(name = "Block")
  record Shown(
      long blockIndex,
      Instant openedAt,
      boolean closed,
      int farmers,
      int planted,
      int worked,
      int harvested,
      int lost,
      BigInteger stakedAmount,
      BigInteger rewardAmount,
      @Nullable Integer bestZeros,
      @Nullable Long minGap,
      @Nullable Long maxGap,
      @Nullable Long minZeros,
      @Nullable Long maxZeros,
      @Nullable BigInteger minStake,
      @Nullable BigInteger maxStake,
      @Nullable String entropy) {}

  Page<Shown> page(Paging paging) {
    return Page.of(
        paging,
        db.list(
            "select * from block_summary where block_index < ? order by block_index desc limit ?",
            BlockPages::read,
            paging.before(),
            paging.rows()),
        Shown::blockIndex);
  }

  Optional<Shown> one(long index) {
    return db.one("select * from block_summary where block_index = ?", BlockPages::read, index);
  }

  private static Shown read(ResultSet row) throws SQLException {
    return new Shown(
        row.getLong("block_index"),
        Instant.ofEpochSecond(row.getLong("opened_time")),
        row.getTimestamp("closed_at") != null,
        row.getInt("farmers"),
        row.getInt("planted"),
        row.getInt("worked"),
        row.getInt("harvested"),
        row.getInt("lost"),
        row.getBigDecimal("staked").toBigInteger(),
        row.getBigDecimal("rewards").toBigInteger(),
        row.getObject("best_zeros", Integer.class),
        row.getObject("min_gap", Long.class),
        row.getObject("max_gap", Long.class),
        row.getObject("min_zeros", Long.class),
        row.getObject("max_zeros", Long.class),
        whole(row.getBigDecimal("min_stake")),
        whole(row.getBigDecimal("max_stake")),
        row.getString("entropy"));
  }

  private static @Nullable BigInteger whole(@Nullable BigDecimal value) {
    return value == null ? null : value.toBigInteger();
  }
}

package org.kalepool.ops;

import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;

/** The blocks the pool saw, newest first. */
@Singleton
public final class BlockPages {
  private final Reports reports;

  BlockPages(Reports reports) {
    this.reports = reports;
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
  @Schema(name = "Block")
  public record Shown(
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
    List<Shown> rows = reports.blocks(paging).stream().map(BlockPages::shown).toList();
    return Page.of(paging, rows, Shown::blockIndex);
  }

  /**
   * What a pooler did in a block; sums in stroops.
   *
   * @param farmers how many of its were to be planted
   */
  @Schema(name = "BlockOfPooler")
  record OfPooler(
      UUID poolerId,
      int farmers,
      int planted,
      int worked,
      int harvested,
      int lost,
      BigInteger stakedAmount,
      BigInteger rewardAmount) {}

  /** A block by pooler; empty of one that is archived. */
  List<OfPooler> poolers(long index) {
    return reports.poolers(index).stream()
        .map(
            row ->
                new OfPooler(
                    row.poolerId,
                    row.farmers,
                    row.planted,
                    row.worked,
                    row.harvested,
                    row.lost,
                    row.staked.toBigInteger(),
                    row.rewards.toBigInteger()))
        .toList();
  }

  /** Empty if the pool never saw it. */
  public Optional<Shown> one(long index) {
    return reports.block(index).map(BlockPages::shown);
  }

  private static Shown shown(BlockSummary row) {
    return new Shown(
        row.blockIndex,
        Instant.ofEpochSecond(row.openedTime),
        row.closedAt != null,
        row.farmers,
        row.planted,
        row.worked,
        row.harvested,
        row.lost,
        row.staked.toBigInteger(),
        row.rewards.toBigInteger(),
        row.bestZeros,
        row.minGap,
        row.maxGap,
        row.minZeros,
        row.maxZeros,
        whole(row.minStake),
        whole(row.maxStake),
        row.entropy);
  }

  private static @Nullable BigInteger whole(@Nullable BigDecimal value) {
    return value == null ? null : value.toBigInteger();
  }
}

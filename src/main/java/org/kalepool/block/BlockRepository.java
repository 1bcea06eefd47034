package org.kalepool.block;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Block;
import org.kalepool.kale.Hash;

/** The table {@code block_operations}. */
@Singleton
class BlockRepository implements PanacheRepositoryBase<BlockEntity, Long>, KnownBlocks {
  /** Blocks for which latecomers are looked for although their planting is finished. */
  private static final long LATE_BLOCKS = 3;

  private final Clock clock;

  BlockRepository(Clock clock) {
    this.clock = clock;
  }

  OptionalLong newest() {
    return getEntityManager()
        .createQuery(
            "select blockIndex from BlockEntity order by blockIndex desc limit 1", Long.class)
        .getResultList()
        .stream()
        .mapToLong(Long::longValue)
        .findFirst();
  }

  /** Makes a row; one that is there stays as it is. */
  void add(long index, long openedTime, @Nullable Long openedLedger, long ledger, Instant now) {
    getEntityManager()
        .createQuery(
            "insert into BlockEntity (blockIndex, openedTime, openedLedger, seenLedger, seenAt)"
                + " values (:index, :openedTime, :openedLedger, :ledger, :now)"
                + " on conflict (blockIndex) do nothing")
        .setParameter("index", index)
        .setParameter("openedTime", openedTime)
        .setParameter("openedLedger", openedLedger)
        .setParameter("ledger", ledger)
        .setParameter("now", now)
        .executeUpdate();
  }

  /** Notes what the chain has of a block, once. */
  void limits(long index, Block block, long liveUntil) {
    update(
        "minGap = ?1, maxGap = ?2, minZeros = ?3, maxZeros = ?4, minStake = ?5, maxStake = ?6,"
            + " entropy = ?7, liveUntil = ?8 where blockIndex = ?9 and liveUntil is null",
        block.minGap(),
        block.maxGap(),
        block.minZeros(),
        block.maxZeros(),
        new BigDecimal(block.minStake()),
        new BigDecimal(block.maxStake()),
        block.entropy(),
        liveUntil,
        index);
  }

  void closeBefore(long index, Instant now) {
    update("closedAt = ?1 where blockIndex < ?2 and closedAt is null", now, index);
  }

  void openedIn(long index, long ledger) {
    update("openedLedger = ?1 where blockIndex = ?2 and openedLedger is null", ledger, index);
  }

  /** The columns that say what a block asks for; not null where there is an entropy. */
  @RegisterForReflection
  record Limits(
      long openedTime,
      long minGap,
      BigDecimal minStake,
      long minZeros,
      long maxGap,
      BigDecimal maxStake,
      long maxZeros,
      Hash entropy) {
    Block block() {
      return new Block(
          openedTime,
          minGap,
          minStake.toBigIntegerExact(),
          minZeros,
          maxGap,
          maxStake.toBigIntegerExact(),
          maxZeros,
          entropy,
          BigInteger.ZERO,
          BigInteger.ZERO);
    }
  }

  @Override
  public Optional<Block> limits(long index) {
    return find("blockIndex = ?1 and entropy is not null", index)
        .project(Limits.class)
        .singleResultOptional()
        .map(Limits::block);
  }

  @Override
  @ActivateRequestContext
  public List<Most> most(Collection<Long> blocks) {
    return blocks.isEmpty()
        ? List.of()
        : getEntityManager()
            .createQuery(
                "select blockIndex, maxZeros, maxGap from BlockEntity"
                    + " where blockIndex in (:blocks) and maxZeros is not null",
                Most.class)
            .setParameter("blocks", blocks)
            .getResultList();
  }

  @Override
  public List<Unplanted> unplanted(long upTo) {
    return getEntityManager()
        .createQuery(
            "select blockIndex, openedTime, seenAt, plantedAt, closedAt from BlockEntity"
                + " where blockIndex <= :upTo"
                + " and (plantedAt is null or blockIndex > :finished) order by blockIndex",
            Unplanted.class)
        .setParameter("upTo", upTo)
        .setParameter("finished", upTo - LATE_BLOCKS)
        .getResultList();
  }

  @Override
  public List<Long> unworked(long before) {
    return getEntityManager()
        .createQuery(
            "select blockIndex from BlockEntity where blockIndex < :before and workedAt is null"
                + " order by blockIndex",
            Long.class)
        .setParameter("before", before)
        .getResultList();
  }

  @Override
  @Transactional
  public boolean planted(long index, Plants plants) {
    return update(
            "plantedAt = ?1, openedLedger = coalesce(openedLedger, ?2),"
                + " firstPlantLedger = ?3, lastPlantLedger = ?4"
                + " where blockIndex = ?5 and plantedAt is null",
            clock.instant(),
            plants.openedLedger(),
            plants.firstLedger(),
            plants.lastLedger(),
            index)
        == 1;
  }

  @Override
  @Transactional
  public boolean worked(long index) {
    return update(
            "workedAt = ?1 where blockIndex = ?2 and workedAt is null", clock.instant(), index)
        == 1;
  }

  @Override
  @ActivateRequestContext
  public List<Opening> openings(int newest) {
    return getEntityManager()
        .createQuery(
            "select blockIndex, openedTime, openedLedger from BlockEntity"
                + " order by blockIndex desc",
            Opening.class)
        .setMaxResults(newest)
        .getResultList()
        .reversed();
  }
}

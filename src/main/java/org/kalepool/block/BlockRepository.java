package org.kalepool.block;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Block;

/** The monitor's part of the table {@code block_operations}. */
@Singleton
class BlockRepository implements PanacheRepositoryBase<BlockEntity, Long> {
  OptionalLong newest() {
    return getEntityManager()
        .createQuery(
            "select blockIndex from BlockEntity order by blockIndex desc limit 1", Long.class)
        .getResultStream()
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
}

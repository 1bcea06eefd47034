package org.kalepool.block;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.Chain.StoredBlock;

/** The monitor's part of {@code block_operations}. */
@ApplicationScoped
class BlockOperations implements PanacheRepositoryBase<BlockOperation, Long> {
  private final Clock clock;

  BlockOperations(Clock clock) {
    this.clock = clock;
  }

  /**
   * A block as it was found on the chain.
   *
   * @param openedLedger the ledger it opened in, null if that was not seen
   */
  record Seen(long index, StoredBlock stored, @Nullable Long openedLedger) {}

  /** The newest block that has a row. */
  @Transactional
  OptionalLong newest() {
    Long newest =
        getEntityManager()
            .createQuery("select max(b.index) from BlockOperation b", Long.class)
            .getSingleResult();
    return newest == null ? OptionalLong.empty() : OptionalLong.of(newest);
  }

  /**
   * Stores the running block and those that came and went unseen before it, and closes all that are
   * older. Blocks that have a row keep it.
   *
   * @param ledger at which the running block was seen to be the running one
   */
  @Transactional
  void opened(Seen running, List<Seen> missed, long ledger) {
    Instant now = clock.instant();
    for (Seen block : missed) {
      insert(block, ledger, now);
    }
    insert(running, ledger, now);
    update("closedAt = ?1 where index < ?2 and closedAt is null", now, running.index());
  }

  /** Notes the ledger a block opened in, once it is known. */
  @Transactional
  void openedIn(long index, long ledger) {
    update("openedLedger = ?1 where index = ?2 and openedLedger is null", ledger, index);
  }

  private void insert(Seen seen, long ledger, Instant now) {
    if (findById(seen.index()) != null) {
      return;
    }
    org.kalepool.kale.Block block = seen.stored().block();
    BlockOperation row = new BlockOperation();
    row.index = seen.index();
    row.openedTime = block.timestamp();
    row.openedLedger = seen.openedLedger();
    row.seenLedger = ledger;
    row.seenAt = now;
    row.minGap = block.minGap();
    row.maxGap = block.maxGap();
    row.minZeros = block.minZeros();
    row.maxZeros = block.maxZeros();
    row.minStake = block.minStake();
    row.maxStake = block.maxStake();
    row.entropy = block.entropy().hex();
    row.liveUntil = seen.stored().liveUntil();
    persist(row);
  }
}

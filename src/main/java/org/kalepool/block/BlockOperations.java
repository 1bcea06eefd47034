package org.kalepool.block;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.Db;
import org.kalepool.kale.Block;
import org.kalepool.stellar.Chain.StoredBlock;

/** The monitor's part of {@code block_operations}. */
@ApplicationScoped
class BlockOperations {
  private final Db db;
  private final Clock clock;

  BlockOperations(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /**
   * A block as it was found on the chain.
   *
   * @param stored null if it had expired
   * @param openedLedger the ledger it opened in, null if that was not seen
   */
  record Seen(
      long index, long openedAt, @Nullable StoredBlock stored, @Nullable Long openedLedger) {}

  /** The newest block that has a row. */
  OptionalLong newest() {
    return db
        .list(
            "select block_index from block_operations order by block_index desc limit 1",
            row -> row.getLong(1))
        .stream()
        .mapToLong(Long::longValue)
        .findFirst();
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
    db.update(
        "update block_operations set closed_at = ? where block_index < ? and closed_at is null",
        now,
        running.index());
  }

  /** Notes the ledger a block opened in, once it is known. */
  void openedIn(long index, long ledger) {
    db.update(
        "update block_operations set opened_ledger = ?"
            + " where block_index = ? and opened_ledger is null",
        ledger,
        index);
  }

  private void insert(Seen seen, long ledger, Instant now) {
    db.update(
        """
        insert into block_operations (block_index, opened_time, opened_ledger, seen_ledger, seen_at)
        values (?, ?, ?, ?, ?)
        on conflict (block_index) do nothing""",
        seen.index(),
        seen.openedAt(),
        seen.openedLedger(),
        ledger,
        now);
    StoredBlock stored = seen.stored();
    if (stored != null) {
      limits(seen.index(), stored.block(), stored.liveUntil());
    }
  }

  private void limits(long index, Block block, long liveUntil) {
    db.update(
        """
        update block_operations set min_gap = ?, max_gap = ?, min_zeros = ?, max_zeros = ?,
          min_stake = ?, max_stake = ?, entropy = ?, live_until = ?
        where block_index = ? and live_until is null""",
        block.minGap(),
        block.maxGap(),
        block.minZeros(),
        block.maxZeros(),
        new BigDecimal(block.minStake()),
        new BigDecimal(block.maxStake()),
        block.entropy().hex(),
        liveUntil,
        index);
  }
}

package org.kalepool.block;

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
class BlockOperations {
  private final BlockRepository repository;
  private final Clock clock;

  BlockOperations(BlockRepository repository, Clock clock) {
    this.repository = repository;
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
    return repository.newest();
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
    repository.closeBefore(running.index(), now);
  }

  /** Notes the ledger a block opened in, once it is known. */
  @Transactional
  void openedIn(long index, long ledger) {
    repository.openedIn(index, ledger);
  }

  private void insert(Seen seen, long ledger, Instant now) {
    repository.add(seen.index(), seen.openedAt(), seen.openedLedger(), ledger, now);
    StoredBlock stored = seen.stored();
    if (stored != null) {
      repository.limits(seen.index(), stored.block(), stored.liveUntil());
    }
  }
}

package org.kalepool.stellar;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;

/** The transaction lanes: one transaction in flight per source account, lanes in parallel. */
public interface Transactions {
  /**
   * Stores the request, in the caller's database transaction, and has it built, sent and followed
   * after that commits.
   *
   * @return the row's id; empty, changing nothing, if one for the same farmer, block and action as
   *     any of its deeds is still open, or was refused so lately that nothing can have changed: ask
   *     again with the next ledger
   */
  OptionalLong request(TransactionRequest request);

  /** The open request with a deed for this farmer, block and action. */
  Optional<TransactionRequest> open(UUID farmer, @Nullable Long block, Action action);

  /** Whether anything from this account is still open. */
  boolean busy(Address lane);

  /**
   * Tells when works are expected, so that nothing that can wait is on its way from the same lane
   * then. Replaces what was told before; kept in memory.
   *
   * @param lanes network time at which the next work is to be sent, by its lane
   */
  default void expectWorks(Map<Address, Instant> lanes) {}

  /**
   * Tells when plants are expected, for the same. Replaces what was told before; kept in memory.
   *
   * @param lanes from which the next block is to be planted
   * @param due network time, Unix seconds, at which it may be opened
   */
  default void expectPlants(Set<Address> lanes, long due) {}

  /**
   * Allows that plants are sent for a block that is not open yet, for the ledger that may open it,
   * as long as no newer ledger is known. Replaces what was told before; kept in memory.
   *
   * @param block the next one
   * @param ledger the newest one known; the one after it will be late enough to open the block
   */
  default void expectOpening(long block, long ledger) {}

  /**
   * Has every lane looked at soon, as when a ledger has closed; returns at once. One that settles
   * without being looked at has nothing to do.
   */
  default void poke() {}
}

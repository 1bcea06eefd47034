package org.kalepool.machine;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.machine.BackendContact.Topic;
import org.kalepool.machine.PoolerMessages.PlantAnswer;
import org.kalepool.machine.PoolerMessages.PlantRequest;

/** Asks the backend for plants of as many farmers as the machine can work for. */
final class PlantAsking {
  private final UUID pooler;
  private final PoolerBackend backend;
  private final BackendContact contact;
  private final MachineBook book;
  private final MachineCapacity capacity;
  private final Clock clock;

  PlantAsking(
      UUID pooler,
      PoolerBackend backend,
      BackendContact contact,
      MachineBook book,
      MachineCapacity capacity,
      Clock clock) {
    this.pooler = pooler;
    this.backend = backend;
    this.contact = contact;
    this.book = book;
    this.capacity = capacity;
    this.clock = clock;
  }

  /**
   * Asks once.
   *
   * @param seconds that are left to hash
   * @param wait how long the backend may wait for all of them
   * @return empty if it was not asked, is away or has refused
   */
  Optional<PlantAnswer> ask(long block, long seconds, Duration wait) {
    long room =
        MachineCapacity.room(
            capacity.farmers(Duration.ofSeconds(seconds)),
            worked(block),
            book.farmers(block).size());
    PlantRequest request =
        new PlantRequest(block, pooler, room, clock.instant().toString(), wait.toSeconds());
    return contact.ask(Topic.PLANT, () -> backend.plant(request));
  }

  /** Farmers who have a hash already, and need no room for a first one. */
  private long worked(long block) {
    List<UUID> ids = book.farmers(block).stream().map(MachinePage.PlantedPail::farmer).toList();
    return book.kept(block, ids).size();
  }
}

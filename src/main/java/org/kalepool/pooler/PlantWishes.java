package org.kalepool.pooler;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;

/** Which plants poolers on machines of their own want: nobody else is planted for. */
@Singleton
public class PlantWishes {
  private final PlantRequestRepository requests;
  private final RemoteRooms rooms;
  private final Event<PlantsWanted> wanted;

  PlantWishes(PlantRequestRepository requests, RemoteRooms rooms, Event<PlantsWanted> wanted) {
    this.requests = requests;
    this.rooms = rooms;
    this.wanted = wanted;
  }

  /** Why nothing is planted for a pooler now, whatever it asks for; a sentence. */
  public Optional<String> obstacle(Standing pooler) {
    return rooms.obstacle(pooler).map(HashingRoom.Room::why);
  }

  /**
   * Stores that a pooler wants plants in a block; a restart goes on with it.
   *
   * @param capacity of how many farmers at most, instead of what it said before
   */
  @Transactional
  public void ask(UUID pooler, long block, int capacity) {
    requests.ask(pooler, block, capacity);
    wanted.fire(new PlantsWanted(pooler, block));
  }

  /** Forgets what was wanted in blocks before this one, in the caller's transaction. */
  public void forgetBefore(long block) {
    requests.forgetBefore(block);
  }
}

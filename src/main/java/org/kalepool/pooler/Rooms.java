package org.kalepool.pooler;

import jakarta.inject.Singleton;
import java.util.OptionalDouble;
import java.util.UUID;

/** The hashing of this process for its own pooler's farmers; for others what these asked for. */
@Singleton
final class Rooms implements HashingRoom {
  private final Poolers poolers;
  private final OwnHashing own;
  private final RemoteRooms remote;

  Rooms(Poolers poolers, OwnHashing own, RemoteRooms remote) {
    this.poolers = poolers;
    this.own = own;
    this.remote = remote;
  }

  @Override
  public Room of(UUID pooler, long block, boolean running, double seconds) {
    return pooler.equals(poolers.own().id())
        ? own.room(running, seconds)
        : remote.room(pooler, block);
  }

  @Override
  public OptionalDouble rate(UUID pooler) {
    return pooler.equals(poolers.own().id()) ? own.rate() : remote.rate(pooler);
  }
}

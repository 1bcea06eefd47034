package org.kalepool.pooler;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.kalepool.kale.Kale;
import org.kalepool.pooler.HashingRoom.Room;
import org.kalepool.pooler.PlantRequestRepository.Wish;
import org.kalepool.stellar.Cause;

/**
 * For how many of its farmers a pooler on a machine of its own is planted: as many as it asked for,
 * while it is heard of, hashes, and may owe what would be staked.
 */
@Singleton
final class RemoteRooms {
  private final PoolerStandings standings;
  private final PlantRequestRepository requests;
  private final Clock clock;
  private final Duration silentAfter;

  RemoteRooms(
      PoolerStandings standings,
      PlantRequestRepository requests,
      Clock clock,
      PoolerSettings settings) {
    this.standings = standings;
    this.requests = requests;
    this.clock = clock;
    this.silentAfter = settings.silentAfter();
  }

  Room room(UUID pooler, long block) {
    Standing standing =
        standings.of(pooler).orElseThrow(() -> new IllegalStateException("no pooler " + pooler));
    return room(standing, requests.wish(pooler, block), clock.instant(), silentAfter);
  }

  /** As its last heartbeat has it. */
  OptionalDouble rate(UUID pooler) {
    Long rate = standings.of(pooler).map(Standing::hashRate).orElse(null);
    return rate == null || rate <= 0 ? OptionalDouble.empty() : OptionalDouble.of(rate);
  }

  /** Why nothing is planted for it now, whatever it asks for. */
  Optional<Room> obstacle(Standing pooler) {
    return obstacle(pooler, clock.instant(), silentAfter);
  }

  static Room room(Standing pooler, Wish wish, Instant now, Duration silentAfter) {
    Optional<Room> obstacle = obstacle(pooler, now, silentAfter);
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    Integer capacity = wish.capacity();
    if (capacity == null) {
      return none(Cause.POOLER_SILENT, "the pooler has not asked for plants in this block");
    }
    int most = Math.min(capacity, pooler.maxFarmers());
    String why =
        capacity <= pooler.maxFarmers()
            ? "the pooler has asked for " + capacity + " farmers in this block"
            : "the pooler may have " + pooler.maxFarmers() + " farmers";
    return new Room(Math.max(0, most - wish.planted()), pooler.mayStake(), Cause.NOT_HASHING, why);
  }

  /** Why nothing is planted for it whatever it asks for. */
  static Optional<Room> obstacle(Standing pooler, Instant now, Duration silentAfter) {
    if (!pooler.active()) {
      return Optional.of(none(Cause.POOLER_LIMITED, "an operator lets the pooler run out"));
    }
    Instant seen = pooler.lastSeenAt();
    if (seen == null) {
      return Optional.of(none(Cause.POOLER_SILENT, "nothing was ever heard of the pooler"));
    }
    if (!now.isBefore(seen.plus(silentAfter))) {
      return Optional.of(
          none(Cause.POOLER_SILENT, "nothing has been heard of the pooler since " + seen));
    }
    if (Boolean.TRUE.equals(pooler.paused())) {
      return Optional.of(none(Cause.NOT_HASHING, "the pooler says that it is paused"));
    }
    Long rate = pooler.hashRate();
    if (rate == null || rate == 0) {
      return Optional.of(none(Cause.NOT_HASHING, "the pooler says that it hashes nothing"));
    }
    if (pooler.mayStake().isZero()) {
      return Optional.of(
          none(
              Cause.POOLER_LIMITED,
              "the pooler owes %s KALE, has stakes of %s KALE that no work is known of, and may owe %s"
                  .formatted(pooler.debt(), pooler.inPlay(), pooler.limit())));
    }
    return Optional.empty();
  }

  private static Room none(Cause cause, String why) {
    return new Room(0, Kale.ZERO, cause, why);
  }
}

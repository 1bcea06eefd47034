package org.kalepool.work;

import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.kalepool.pooler.HashingRoom.Room;
import org.kalepool.pooler.OwnHashing;
import org.kalepool.work.plan.Forecast;

/**
 * How many farmers the hashing here can find a hash for. One hash of {@link Forecast#FIRST_TARGET}
 * zeros saves a stake, however few zeros that is for the block; farmers without one are served
 * first, and each takes 16<sup>zeros</sup> hashes on average. So n of them are as good as certain
 * to have one after (n + 4 √n + 8) × 16<sup>zeros</sup> hashes: the mean, four standard deviations
 * and some for the last of them.
 */
@Singleton
final class Capacity implements OwnHashing {
  /** The last works are sent so long before the block is due; no hash later than that is of use. */
  static final double LAST_CALL_SECONDS = 15;

  private static final double SPARE = 8;

  private final Hashing hashing;
  private final Progress progress;
  private final MiningBoard board;

  Capacity(Hashing hashing, Progress progress, MiningBoard board) {
    this.hashing = hashing;
    this.progress = progress;
    this.board = board;
  }

  @Override
  public Room room(boolean running, double seconds) {
    Optional<String> obstacle = progress.obstacle();
    if (obstacle.isPresent()) {
      return new Room(0, obstacle.get());
    }
    OptionalDouble speed = hashing.speed();
    if (speed.isEmpty()) {
      return Room.UNBOUNDED;
    }
    long all = farmers(speed.getAsDouble(), seconds - LAST_CALL_SECONDS);
    long waiting = running ? board.levels().stream().filter(level -> level < 0).count() : 0;
    String why =
        String.format(
            Locale.ROOT,
            "too slow: %.0f hashes/s find a first hash for %d farmers in the %.0f s left",
            speed.getAsDouble(),
            all,
            seconds);
    return new Room(Math.max(0, all - waiting), why);
  }

  @Override
  public OptionalDouble rate() {
    return hashing.speed();
  }

  /** The greatest n with n + 4 √n + 8 first hashes in the time. */
  static long farmers(double hashesPerSecond, double seconds) {
    double firsts = hashesPerSecond * Math.max(0, seconds) / Forecast.power(Forecast.FIRST_TARGET);
    double root = Math.sqrt(Math.max(0, firsts - SPARE) + 4) - 2;
    return (long) Math.floor(root * root + 1e-9);
  }
}

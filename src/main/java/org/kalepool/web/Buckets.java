package org.kalepool.web;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * So much a minute for each client, all at once or spread out. Of a client is kept only when its
 * bucket will be full again (the generic cell rate algorithm), and only until then. There is room
 * for a fixed number: while all of them are in use, whoever is new shares a bucket with its wider
 * network, so that a flood of addresses neither grows the table nor gives anybody in it a fresh
 * bucket.
 */
final class Buckets {
  private static final long MINUTE = 60_000_000_000L;
  private static final long SECOND = 1_000_000_000L;
  private static final int SHARED = 1024;

  private final Clock clock;
  private final long interval;
  private final int most;
  private final Map<String, Long> fullAt = new HashMap<>();
  private final long[] sharedFullAt = new long[SHARED];
  private final int salt = new SecureRandom().nextInt();
  private long sweptAt = Long.MIN_VALUE;

  /**
   * @param perMinute at least 1
   * @param most how many clients are told apart at once
   */
  Buckets(Clock clock, int perMinute, int most) {
    this.clock = clock;
    this.interval = Math.max(MINUTE / perMinute, 1);
    this.most = most;
    Arrays.fill(sharedFullAt, Long.MIN_VALUE);
  }

  /**
   * Takes one out of the client's bucket.
   *
   * @param wider the client's network
   * @return 0 if there was one, otherwise the seconds until there will be one
   */
  synchronized int take(String client, String wider) {
    long now = now();
    Long known = fullAt.get(client);
    if (known == null && isCrowded(now)) {
      int cell = Math.floorMod((wider.hashCode() ^ salt) * 0x9E3779B1, SHARED);
      long full = next(sharedFullAt[cell], now);
      int wait = wait(full, now);
      if (wait == 0) {
        sharedFullAt[cell] = full;
      }
      return wait;
    }
    long full = next(known == null ? now : known, now);
    int wait = wait(full, now);
    if (wait == 0) {
      fullAt.put(client, full);
    }
    return wait;
  }

  /** The seconds until the client's bucket has one, 0 if it has; takes nothing. */
  synchronized int wait(String client) {
    long now = now();
    Long known = fullAt.get(client);
    return known == null ? 0 : wait(next(known, now), now);
  }

  synchronized int size() {
    return fullAt.size();
  }

  /** Full buckets are as good as none. They are looked for once a second at most. */
  private boolean isCrowded(long now) {
    if (fullAt.size() < most) {
      return false;
    }
    if (now - SECOND >= sweptAt || now < sweptAt) {
      sweptAt = now;
      fullAt.values().removeIf(full -> full <= now);
    }
    return fullAt.size() >= most;
  }

  /** When it will be full after one more; a clock that was put back costs a minute at most. */
  private long next(long full, long now) {
    return Math.clamp(full, now, now + MINUTE) + interval;
  }

  private static int wait(long full, long now) {
    long beyond = full - now - MINUTE;
    return beyond <= 0 ? 0 : (int) Math.ceilDiv(beyond, SECOND);
  }

  private long now() {
    Instant now = clock.instant();
    return Math.addExact(Math.multiplyExact(now.getEpochSecond(), SECOND), now.getNano());
  }
}

package org.kalepool.db;

import java.util.UUID;
import java.util.random.RandomGenerator;

/** Ids of new rows: UUIDs of version 4 (RFC 9562), which every reader of UUIDs takes. */
public final class RandomId {
  private static final long VERSION = 0xf000L;
  private static final long VERSION_4 = 0x4000L;
  private static final long VARIANT = 0b11L << 62;
  private static final long VARIANT_OF_THE_RFC = 0b10L << 62;

  private RandomId() {}

  /** 122 bits of this source; two draws of it. */
  public static UUID of(RandomGenerator random) {
    return new UUID(
        (random.nextLong() & ~VERSION) | VERSION_4,
        (random.nextLong() & ~VARIANT) | VARIANT_OF_THE_RFC);
  }
}

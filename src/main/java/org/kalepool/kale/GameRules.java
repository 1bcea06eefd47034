package org.kalepool.kale;

import java.math.BigInteger;

/** The KALE contract's constants. */
public final class GameRules {
  /** Seconds after which a plant opens the next block. */
  public static final long BLOCK_INTERVAL_SECONDS = 300;

  /** What a block pays before decay: 501 KALE a minute. */
  public static final Kale BASE_REWARD = Kale.ofStroops(501_0000000L * BLOCK_INTERVAL_SECONDS / 60);

  /** The block from which the reward decays. */
  public static final long DECAY_START = 30_558;

  /** Blocks between two decays: 30 days of them. */
  public static final long DECAY_PERIOD = 8_640;

  static final BigInteger REWARD_SCALE = BigInteger.valueOf(100_0000000000L);

  private GameRules() {}
}

package org.kalepool.kale;

import java.math.BigInteger;

/** What a block pays by the contract's schedule, before forfeited stakes are added. */
public final class BlockReward {
  private BlockReward() {}

  /**
   * The block's reward: the base less 5 % for every full period past the start of the decay, each
   * step rounded down.
   *
   * @param index the block's, unsigned 32-bit
   */
  public static Kale of(long index) {
    long periods = Math.max(index - GameRules.DECAY_START, 0) / GameRules.DECAY_PERIOD;
    long rate = GameRules.REWARD_SCALE.longValueExact();
    for (long period = 0; period < periods && rate > 0; period++) {
      // the contract's floor(rate * 95e10 / 100e10) in lowest terms, so that it fits a long
      rate = rate * 95 / 100;
    }
    BigInteger base = BigInteger.valueOf(GameRules.BASE_REWARD.stroops());
    BigInteger reward = base.multiply(BigInteger.valueOf(rate)).divide(GameRules.REWARD_SCALE);
    return Kale.ofStroops(reward.longValueExact());
  }
}

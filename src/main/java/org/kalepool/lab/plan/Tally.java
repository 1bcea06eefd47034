package org.kalepool.lab.plan;

import java.math.BigInteger;
import org.kalepool.kale.Block;
import org.kalepool.kale.Contribution;
import org.kalepool.kale.Hash;

/** A block's totals and what it observes for the next one, by the contract's rules. */
final class Tally {
  private final Block block;
  private BigInteger staked = BigInteger.ZERO;
  private BigInteger normalized = BigInteger.ZERO;
  private BigInteger minStake = BigInteger.ZERO;
  private BigInteger maxStake = BigInteger.ZERO;
  private boolean planted;
  private boolean worked;
  private int minGap;
  private int maxGap;
  private int minZeros;
  private int maxZeros;

  Tally(Block block) {
    this.block = block;
  }

  void plant(BigInteger stake) {
    staked = staked.add(stake);
    minStake = planted ? minStake.min(stake) : stake;
    maxStake = planted ? maxStake.max(stake) : stake;
    planted = true;
  }

  /** A pail's first work: its stake leaves the pot. */
  void work(int gap, BigInteger stake, int zeros) {
    staked = staked.subtract(stake);
    normalized = normalized.add(Contribution.of(block, gap, stake, zeros).sum());
    saw(gap, zeros);
  }

  /** A better work: the earlier zeros are taken out at the new gap. */
  void workAgain(int gap, BigInteger stake, int zeros, int before) {
    BigInteger earlier = Contribution.of(block, gap, stake, before).sum();
    normalized = normalized.add(Contribution.of(block, gap, stake, zeros).sum()).subtract(earlier);
    saw(gap, zeros);
  }

  private void saw(int gap, int zeros) {
    minGap = worked ? Math.min(minGap, gap) : gap;
    maxGap = Math.max(maxGap, gap);
    minZeros = worked ? Math.min(minZeros, zeros) : zeros;
    maxZeros = Math.max(maxZeros, zeros);
    worked = true;
  }

  /** The block as stored once nothing about it changes any more. */
  Block closed() {
    return block.withTotals(staked, normalized);
  }

  /** The next block as it opens. */
  Block next(long timestamp) {
    return new Block(
        timestamp,
        minGap,
        minStake,
        minZeros,
        maxGap,
        maxStake,
        maxZeros,
        Hash.ZERO,
        BigInteger.ZERO,
        BigInteger.ZERO);
  }
}

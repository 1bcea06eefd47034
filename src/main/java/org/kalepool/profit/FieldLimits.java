package org.kalepool.profit;

import org.kalepool.kale.Block;

/** By what a block scores; ledgers, KALE, zeros. */
public record FieldLimits(
    double minGap,
    double maxGap,
    double minStake,
    double maxStake,
    double minZeros,
    double maxZeros) {
  public static FieldLimits of(Block block) {
    return new FieldLimits(
        block.minGap(),
        block.maxGap(),
        block.minStake().doubleValue() / 1e7,
        block.maxStake().doubleValue() / 1e7,
        block.minZeros(),
        block.maxZeros());
  }

  /** The lowest of gap, stake and zeros. */
  double[] lowest() {
    return new double[] {minGap, minStake, minZeros};
  }

  /** How much there is between the lowest and the highest of each, as the contract reckons. */
  double[] ranges() {
    return new double[] {
      Math.max(maxGap - minGap, 1),
      Math.max(maxStake - minStake, 1e-7),
      Math.max(maxZeros - minZeros, 1)
    };
  }
}

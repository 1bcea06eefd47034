package org.kalepool.kale;

import java.math.BigInteger;

/** What a harvest pays, exactly: once the next block is open nothing about it changes any more. */
public final class Reward {
  private Reward() {}

  /**
   * The pail's share of the block's reward and forfeited stakes, in stroops, without the stake that
   * comes back with it.
   *
   * @param block the stored {@code Block(index)}
   * @param pail the stored {@code Pail(farmer, index)}
   * @param index the block's, unsigned 32-bit
   * @throws ContractException {@link ContractError#WORK_MISSING} for a pail never worked, {@link
   *     ContractError#BLOCK_INVALID} for a block that cannot score
   * @throws ContractTrap if a sum or the result passes 128 bits
   */
  public static BigInteger of(Block block, Pail pail, long index) {
    Long gap = pail.gap();
    Long zeros = pail.zeros();
    if (gap == null || zeros == null) {
      throw new ContractException(ContractError.WORK_MISSING);
    }
    BigInteger contribution = Contribution.of(block, gap, pail.stake(), zeros).sum();
    BigInteger scheduled = BigInteger.valueOf(BlockReward.of(index).stroops());
    BigInteger pot = Int128.plus(scheduled, block.stakedTotal());
    return Int128.timesOver(contribution, pot, block.normalizedTotal().max(BigInteger.ONE));
  }
}

package org.kalepool.kale;

import java.math.BigInteger;

/**
 * The KALE contract's rules over a storage: each call checks in the contract's order, then writes;
 * a call that fails throws {@link CallFailed} before it has written anything. Who authorised a call
 * is the caller's business.
 */
public final class FarmContract {
  private final FarmStorage storage;
  private final AssetLedger asset;

  public FarmContract(FarmStorage storage, AssetLedger asset) {
    this.storage = storage;
    this.asset = asset;
  }

  /**
   * Burns the stake and puts a pail into the running block; opens the next block when the running
   * one is due or has been evicted.
   *
   * @param amount stroops, signed 128-bit
   * @throws ContractException 6, 4, 8 in this order, then the asset contract's errors
   * @throws ContractTrap when the block's stakes pass 128 bits
   */
  public void plant(Moment now, Address farmer, BigInteger amount) {
    if (amount.signum() < 0) {
      throw new ContractException(ContractError.PLANT_AMOUNT_TOO_LOW);
    }
    Farm farm = storage.farm();
    if (farm.paused()) {
      throw new ContractException(ContractError.FARM_PAUSED);
    }
    Opening opening = runningBlock(now, farm);
    long index = opening.index();
    if (storage.pail(farmer, index) != null) {
      throw new ContractException(ContractError.PAIL_EXISTS);
    }
    Block block = opening.block();
    BigInteger staked = Int128.plus(block.stakedTotal(), amount);
    if (amount.signum() > 0) {
      asset.burn(farmer, amount);
    }
    storage.putPail(farmer, index, Pail.planted(now.ledger(), amount));
    storage.putBlock(index, block.withTotals(staked, block.normalizedTotal()));
    storage.putFarm(farm.with(index, opening.observed().sawStake(amount)));
  }

  private record Opening(long index, Block block, Block observed) {}

  private Opening runningBlock(Moment now, Farm farm) {
    Block observed = farm.observed();
    if (now.time() - observed.timestamp() >= GameRules.BLOCK_INTERVAL_SECONDS) {
      return new Opening(
          next(farm.index()), observed.opened(now.time()), Block.unobserved(now.time()));
    }
    Block block = storage.block(farm.index());
    if (block != null) {
      return new Opening(farm.index(), block, observed);
    }
    // evicted (or, at index 0, not there yet): what is being observed goes on as it is
    long index = farm.index() > 0 ? next(farm.index()) : 0;
    return new Opening(index, observed.opened(now.time()), observed);
  }

  private static long next(long index) {
    if (index == 0xffff_ffffL) {
      throw new ContractTrap("the farm index does not fit a u32");
    }
    return index + 1;
  }

  /**
   * Credits the farmer's pail in the running block with a hash.
   *
   * @param nonce read as unsigned 64-bit
   * @return the gap: ledgers since the plant
   * @throws ContractException 11, 9, 15, 13, 12, 7 in this order
   * @throws ContractTrap when the block's totals pass 128 bits
   */
  public long work(Moment now, Address farmer, Hash hash, long nonce) {
    Farm farm = storage.farm();
    long index = farm.index();
    Block block = presentBlock(index);
    Pail pail = presentPail(farmer, index);
    long gap = now.ledger() - pail.sequence();
    if (gap == 0) {
      throw new ContractException(ContractError.GAP_COUNT_TOO_LOW);
    }
    if (!hash.equals(WorkHash.of(index, nonce, block.entropy(), farmer))) {
      throw new ContractException(ContractError.HASH_INVALID);
    }
    long zeros = hash.zeros();
    Block credited = credited(block, pail, gap, zeros);
    storage.putPail(farmer, index, pail.worked(gap, zeros));
    storage.putBlock(index, credited);
    storage.putFarm(farm.with(index, farm.observed().sawWork(gap, zeros, hash)));
    return gap;
  }

  private static Block credited(Block block, Pail pail, long gap, long zeros) {
    BigInteger contribution = Contribution.of(block, gap, pail.stake(), zeros).sum();
    BigInteger normalized = Int128.plus(block.normalizedTotal(), contribution);
    Long before = pail.zeros();
    if (before == null) {
      return block.withTotals(Int128.minus(block.stakedTotal(), pail.stake()), normalized);
    }
    if (zeros <= before) {
      throw new ContractException(ContractError.ZERO_COUNT_TOO_LOW);
    }
    // the contract takes the earlier zeros out at the new gap, not at the one they were counted at
    BigInteger earlier = Contribution.of(block, gap, pail.stake(), before).sum();
    return block.withTotals(block.stakedTotal(), Int128.minus(normalized, earlier));
  }

  /**
   * Pays a worked pail of a closed block, reward and stake, and removes it.
   *
   * @return the reward in stroops, without the stake
   * @throws ContractException 11, 9, 14, 10, 12 in this order, then the asset contract's errors
   * @throws ContractTrap when the reward passes 128 bits
   */
  public BigInteger harvest(Address farmer, long index) {
    Farm farm = storage.farm();
    Block block = presentBlock(index);
    Pail pail = presentPail(farmer, index);
    if (index >= farm.index()) {
      throw new ContractException(ContractError.HARVEST_NOT_READY);
    }
    BigInteger reward = Reward.of(block, pail, index);
    BigInteger payout = Int128.plus(reward, pail.stake());
    if (payout.signum() > 0) {
      asset.mint(farmer, payout);
    }
    storage.removePail(farmer, index);
    return reward;
  }

  /** The homesteader stops planting. */
  public void pause() {
    Farm farm = storage.farm();
    if (farm.paused()) {
      throw new ContractException(ContractError.FARM_PAUSED);
    }
    storage.putFarm(farm.withPaused(true));
  }

  /** The homesteader allows planting again. */
  public void unpause() {
    Farm farm = storage.farm();
    if (!farm.paused()) {
      throw new ContractException(ContractError.FARM_NOT_PAUSED);
    }
    storage.putFarm(farm.withPaused(false));
  }

  /** The homesteader removes a block, whether it exists or not; its pails stay. */
  public void removeBlock(long index) {
    storage.removeBlock(index);
  }

  private Block presentBlock(long index) {
    Block block = storage.block(index);
    if (block == null) {
      throw new ContractException(ContractError.BLOCK_MISSING);
    }
    return block;
  }

  private Pail presentPail(Address farmer, long index) {
    Pail pail = storage.pail(farmer, index);
    if (pail == null) {
      throw new ContractException(ContractError.PAIL_MISSING);
    }
    return pail;
  }
}

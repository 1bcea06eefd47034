package org.kalepool.work;

import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.RpcException;
import org.kalepool.work.plan.BlockView;

/** What a part earned in the block before the running one, read once a block. */
@Singleton
final class BlockWorth {
  private static final Logger LOG = Logger.getLogger(BlockWorth.class);

  private final Chain chain;
  private long worthOf = -1;
  private double kalePerPart;

  BlockWorth(Chain chain) {
    this.chain = chain;
  }

  /**
   * What a part of a block's reward is worth, as far as the block before it tells.
   *
   * @param index the running block
   * @return KALE; 0 if it cannot be read
   */
  double kalePerPart(long index) {
    if (index == 0) {
      return 0;
    }
    if (worthOf != index) {
      worthOf = index;
      try {
        kalePerPart =
            chain
                .block(index - 1)
                .map(it -> BlockView.kalePerPart(index - 1, it.block()))
                .orElse(0.0);
      } catch (RpcException e) {
        LOG.debugf("the value of block %d is unknown: %s", index - 1, e.getMessage());
        kalePerPart = 0;
      }
    }
    return kalePerPart;
  }
}

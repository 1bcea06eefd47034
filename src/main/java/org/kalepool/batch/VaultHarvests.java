package org.kalepool.batch;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/** What plants of vaults ask of harvests: which pails their calls take along. */
public interface VaultHarvests {
  /**
   * Those of some farmers with vaults that are to be harvested in a block, and have a worked pail
   * of the block before it that waits for nothing but that.
   *
   * @param planted the block, open or not
   * @throws org.kalepool.stellar.RpcException if nothing is known of the network's fees
   */
  Set<UUID> due(Collection<UUID> farmers, long planted);
}

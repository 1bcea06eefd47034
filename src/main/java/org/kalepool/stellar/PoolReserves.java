package org.kalepool.stellar;

import java.util.Optional;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/**
 * What exchanges on the chain hold of KALE and XLM, read afresh. Every method throws {@link
 * RpcException} if the node cannot be asked, or what is stored is no such exchange.
 */
public interface PoolReserves {
  /** Constant-product reserves as of a ledger; one of them may be 0. */
  record Held(Kale kale, Xlm xlm, long ledger) {}

  /**
   * A classic liquidity pool of XLM and KALE.
   *
   * @param pool its id; empty: the network's own of the two
   * @return empty if there is none
   */
  Optional<Held> classic(Optional<Hash> pool);

  /**
   * A pair contract that keeps its reserves in its instance.
   *
   * @param kaleKey under which it keeps that of KALE: a number, a symbol, or a symbol in a vector
   * @param xlmKey the same of XLM
   * @return empty if there is no such contract
   */
  Optional<Held> pair(Address contract, String kaleKey, String xlmKey);
}

package org.kalepool.stellar;

import java.util.List;
import java.util.Optional;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;

/** Who was minted KALE, as far back as the node remembers. */
public interface Mints {
  /**
   * All that was minted to an account, each transaction once.
   *
   * @param from the first ledger to look at
   * @param through the last ledger that has to be looked at
   * @return empty if the node's memory does not reach back so far
   * @throws RpcException if the node cannot be asked, or lags behind the last ledger: what it lacks
   *     says nothing
   */
  Optional<List<Mint>> minted(Address account, long from, long through);

  /**
   * Which of the account's pails a transaction may have harvested: those that it declares to write.
   * What the asset's issuer pays has none.
   *
   * @return empty if the node has forgotten the transaction
   * @throws RpcException if the node cannot be asked, or does not know yet what another has told
   */
  Optional<List<Long>> pails(Mint mint, Address account);

  /** A transaction that minted to the account, and its ledger. */
  record Mint(Hash transaction, long ledger) {}
}

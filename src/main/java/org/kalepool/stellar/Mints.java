package org.kalepool.stellar;

import java.util.Optional;
import java.util.Set;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;

/** Who was minted KALE, as far back as the node remembers. */
public interface Mints {
  /**
   * All that was minted to an account.
   *
   * @param ledger the first ledger to look at
   * @return empty if the node's memory does not reach back so far
   * @throws RpcException if the node cannot be asked
   */
  Optional<Seen> since(Address account, long ledger);

  /**
   * The transactions that minted to the account.
   *
   * @param through the last ledger that was looked at
   */
  record Seen(Set<Hash> transactions, long through) {}
}

package org.kalepool.stellar;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;

/** KALE that accounts and contracts paid each other, as far back as the node remembers. */
public interface Transfers {
  /**
   * All that these have sent and received, in the order in which it happened. What is minted and
   * burned is none of it, nor what somebody sends to itself.
   *
   * @param from the first ledger to look at
   * @param through the last ledger that has to be looked at; what was sent in later ones is left
   *     out
   * @return by each of them, an empty list for who has none; empty if the node's memory does not
   *     reach back so far
   * @throws RpcException if the node cannot be asked, or lags behind the last ledger
   */
  Optional<Map<Address, List<Transfer>>> of(Collection<Address> parties, long from, long through);

  /** As {@link Movements#reach}. */
  long reach(long ledger, Instant born);

  /**
   * One of them.
   *
   * @param closeTime the ledger's, Unix seconds
   * @param place among the transfers of its transaction that the one who asked has a part in, from
   *     0
   * @param from who has sent it; null if that is neither an account nor a contract
   * @param to who has received it; null if that is neither an account nor a contract
   */
  record Transfer(
      long ledger,
      long closeTime,
      Hash transaction,
      int place,
      @Nullable Address from,
      @Nullable Address to,
      Kale amount) {
    /** Whether this one has received it, and not sent it. */
    public boolean into(Address party) {
      return party.equals(to);
    }
  }
}

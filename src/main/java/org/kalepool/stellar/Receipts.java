package org.kalepool.stellar;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;

/** What was paid into accounts and contracts, as far back as the node remembers. */
public interface Receipts {
  /** What is paid. */
  enum Asset {
    KALE,
    /** Told of classic payments only by nodes that emit events for these (CAP-67). */
    XLM
  }

  /**
   * All KALE and XLM that others have sent them, each one's in the order in which it came. What is
   * minted is none of it.
   *
   * @param from the first ledger to look at
   * @param born before which none of them was paid anything
   * @param through the last ledger that has to be looked at; what came in later ones is left out
   * @throws RpcException if the node cannot be asked, or lags behind the last ledger
   */
  Known received(Collection<Address> receivers, long from, long through, Instant born);

  /**
   * What the node knows of it.
   *
   * @param since from which ledger on all is known: later than asked for where the node's memory
   *     does not reach back so far, nor to when they were born
   * @param receipts by receiver, an empty list for who has none
   */
  record Known(long since, Map<Address, List<Receipt>> receipts) {
    public Known {
      receipts = Map.copyOf(receipts);
    }
  }

  /**
   * One of them.
   *
   * @param number among the payments of its transaction to this receiver, from 0
   * @param from who has sent it; null if that is neither an account nor a contract
   * @param stroops of the asset
   */
  record Receipt(
      Asset asset,
      long ledger,
      Hash transaction,
      int number,
      @Nullable Address from,
      long stroops) {}
}

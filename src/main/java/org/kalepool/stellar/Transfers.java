package org.kalepool.stellar;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;

/** KALE that accounts and contracts paid each other, as far back as the node remembers. */
public interface Transfers {
  /**
   * What these have sent and received, in the order in which it happened, as far as the node
   * remembers it. What is minted and burned is none of it, nor what somebody sends to itself.
   *
   * @param from the first ledger to look at
   * @param through the last ledger that has to be looked at; what was sent in later ones is left
   *     out
   * @throws RpcException if the node cannot be asked, or lags behind the last ledger
   */
  Remembered remembered(Collection<Address> parties, long from, long through);

  /**
   * What a node remembers.
   *
   * @param since from which ledger on that is all: later than asked for where the node's memory
   *     does not reach back so far, later than the last one where it does not reach back at all
   * @param all by each of them; absent is who has none
   */
  record Remembered(long since, Map<Address, List<Transfer>> all) {
    public Remembered {
      all = Map.copyOf(all);
    }

    /** Of one of them, after a ledger. */
    public List<Transfer> of(Address party, long after) {
      return all.getOrDefault(party, List.of()).stream()
          .filter(transfer -> transfer.ledger() > after)
          .toList();
    }
  }

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

package org.kalepool.stellar;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;

/** What moved the KALE of one account, as far back as the node remembers. */
public interface Movements {
  /**
   * All that was burned from, minted to and sent from an account, in the order of the ledgers.
   *
   * @param from the first ledger to look at
   * @param through the last ledger that has to be looked at, which is that of what it is held
   *     against; what was moved in later ones is left out
   * @return empty if the node's memory does not reach back so far
   * @throws RpcException if the node cannot be asked, or lags behind the last ledger: what it lacks
   *     says nothing
   */
  Optional<List<Movement>> moved(Address account, long from, long through);

  /**
   * From which ledger on to ask for what an account did, of which nothing can be older than a time:
   * a network, or a node's memory, may be younger than the ledger that a caller would ask from.
   *
   * @return the ledger, or the node's oldest if that one closed before the account came to be
   * @throws RpcException if the node cannot be asked
   */
  long reach(long ledger, Instant born);

  /** What a movement was. */
  enum Kind {
    /** KALE burned: a stake planted. */
    BURNED,
    /** KALE minted: a pail harvested. */
    MINTED,
    /** KALE paid to another account, or put into a claimable balance. */
    SENT
  }

  /**
   * One of them.
   *
   * @param closeTime the ledger's, Unix seconds
   * @param to for {@link Kind#SENT}, who received it; null if it went into a claimable balance
   * @param blocks of the account's pails that the transaction declares to write, in its order; a
   *     plant near the end of a block declares two, and a batch in which a harvest has failed all
   *     that it asked for
   */
  record Movement(
      Kind kind,
      Kale amount,
      long ledger,
      long closeTime,
      Hash transaction,
      @Nullable Address to,
      List<Long> blocks) {
    public Movement {
      blocks = List.copyOf(blocks);
    }

    /** The same, known to be about one block's pail. */
    public Movement of(long block) {
      return new Movement(kind, amount, ledger, closeTime, transaction, to, List.of(block));
    }

    /** The same, sent to another. */
    public Movement to(Address other) {
      return new Movement(kind, amount, ledger, closeTime, transaction, other, blocks);
    }

    /** What they moved together. */
    public static Kale sum(Collection<Movement> movements) {
      return movements.stream().map(Movement::amount).reduce(Kale.ZERO, Kale::plus);
    }
  }
}

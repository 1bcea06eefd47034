package org.kalepool.testing.fakes;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Movements;
import org.kalepool.stellar.RpcException;

/** A node's memory of what moved: what a test puts there, up to the ledger it says. */
@Alternative
@Singleton
public final class FakeMovements implements Movements {
  private final Map<Address, List<Movement>> known = new ConcurrentHashMap<>();
  private volatile long through = Long.MAX_VALUE;
  private volatile boolean forgetful;

  public void clear() {
    known.clear();
    through = Long.MAX_VALUE;
    forgetful = false;
  }

  /** The last ledger the node knows. */
  public void through(long ledger) {
    through = ledger;
  }

  /** The node's memory does not reach back as far as anybody asks. */
  public void forget() {
    forgetful = true;
  }

  /**
   * @param to null for a claimable balance
   */
  public Movement sent(
      Address from, @Nullable Address to, String kale, long ledger, Hash transaction) {
    Movement movement =
        new Movement(Kind.SENT, Kale.parse(kale), ledger, 0, transaction, to, List.of());
    known.computeIfAbsent(from, it -> new ArrayList<>()).add(movement);
    return movement;
  }

  @Override
  public long reach(long ledger, Instant born) {
    return ledger;
  }

  @Override
  public Optional<List<Movement>> moved(Address account, long from, long last) {
    if (forgetful) {
      return Optional.empty();
    }
    if (through < last) {
      throw new RpcException("the node tells of events up to ledger " + through);
    }
    return Optional.of(
        known.getOrDefault(account, List.of()).stream()
            .filter(movement -> movement.ledger() >= from && movement.ledger() <= last)
            .toList());
  }
}

package org.kalepool.machine;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks.Current;
import org.kalepool.kale.Address;
import org.kalepool.machine.MachinePage.SentFind;
import org.kalepool.work.DueWork;
import org.kalepool.work.Find;
import org.kalepool.work.PlantedFarmer;
import org.kalepool.work.WorkSender;

/**
 * The works of the running block that wait for the backend, and those that it took and that have
 * not been seen in a ledger yet. Of a farmer's only the best one waits. Thread-safe.
 */
final class WorkOutbox implements WorkSender {
  /** A work that is not in a ledger after so many is taken for lost. */
  static final long LOST_AFTER = 12;

  private final Map<UUID, Waiting> waiting = new HashMap<>();
  private final Map<UUID, SentFind> flying = new HashMap<>();
  private long block = -1;

  /** A work for the backend. */
  record Waiting(UUID farmer, Find find, long ledger) {}

  /** What may still land for a farmer: its zeros, −1 for nothing, and since which ledger. */
  record Flight(int zeros, long since) {
    static final Flight NONE = new Flight(-1, 0);

    /** The better one. */
    Flight or(Flight other) {
      return other.zeros > zeros ? other : this;
    }
  }

  @Override
  public Address lane(PlantedFarmer farmer) {
    return farmer.custodial();
  }

  @Override
  public void expect(Map<Address, Instant> lanes) {
    // the backend's lanes are not this machine's to plan for
  }

  @Override
  public synchronized void send(List<DueWork> works, Current current) {
    works.forEach(work -> give(work.farmer().farmer(), work.find(), current));
  }

  /** Has a work wait for the backend, if none that is as good does. */
  synchronized void give(UUID farmer, Find find, Current current) {
    open(current.index());
    waiting.merge(
        farmer,
        new Waiting(farmer, find, current.ledger()),
        (before, now) -> now.find().zeros() > before.find().zeros() ? now : before);
  }

  /** What was for a block before this one is of no use any more. */
  synchronized void open(long index) {
    if (index > block) {
      block = index;
      waiting.clear();
      flying.clear();
    }
  }

  /** What waits for this block. */
  synchronized List<Waiting> waiting(long index) {
    return index == block ? List.copyOf(waiting.values()) : List.of();
  }

  /** The backend has answered: the work flies, or would be refused again for a while. */
  synchronized void answered(long index, Waiting work) {
    if (index == block) {
      waiting.remove(work.farmer(), work);
      fly(work.farmer(), new SentFind(work.find(), work.ledger()));
    }
  }

  /** Goes on after a restart with what had been taken. */
  synchronized void flies(long index, UUID farmer, SentFind work) {
    open(index);
    if (index == block) {
      fly(farmer, work);
    }
  }

  private void fly(UUID farmer, SentFind work) {
    flying.merge(
        farmer, work, (before, now) -> now.find().zeros() >= before.find().zeros() ? now : before);
  }

  /**
   * A work of this farmer's is in a ledger.
   *
   * @return the one that had been waited for, null if it is none of this machine's
   */
  synchronized @Nullable SentFind landed(long index, UUID farmer, long zeros) {
    SentFind work = index == block ? flying.get(farmer) : null;
    if (work == null || work.find().zeros() > zeros) {
      return null;
    }
    flying.remove(farmer);
    return work.find().zeros() == zeros ? work : null;
  }

  /** What may still land. */
  synchronized Flight flight(long index, UUID farmer, int landedZeros, long ledger) {
    if (index != block) {
      return Flight.NONE;
    }
    Flight best = Flight.NONE;
    SentFind taken = flying.get(farmer);
    if (taken != null && ledger - taken.ledger() < LOST_AFTER) {
      best = new Flight(taken.find().zeros(), taken.ledger());
    }
    Waiting next = waiting.get(farmer);
    if (next != null && next.find().zeros() > best.zeros()) {
      best = new Flight(next.find().zeros(), next.ledger());
    }
    return best.zeros() > landedZeros ? best : Flight.NONE;
  }

  /** What the backend has taken and is not in a ledger yet. */
  synchronized Map<UUID, SentFind> flying(long index) {
    return index == block ? Map.copyOf(flying) : Map.of();
  }

  /** The backend knows of no such work any more: it will not land. */
  synchronized void lost(long index, UUID farmer, SentFind work) {
    if (index == block) {
      flying.remove(farmer, work);
    }
  }

  /** Whether anything of this block is to be looked for in the ledgers. */
  synchronized boolean anyFlying(long index) {
    return index == block && !flying.isEmpty();
  }
}

package org.kalepool.work.fleet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;
import org.kalepool.work.fleet.FleetMessage.Lease;
import org.kalepool.work.fleet.FleetMessage.Leases;
import org.kalepool.work.miner.Assignment;
import org.kalepool.work.miner.Assignments;
import org.kalepool.work.miner.Hits;
import org.kalepool.work.miner.Job;

/**
 * The leases that a hasher holds, dealt out to its threads in pieces. Threads take different leases
 * as far as there are enough, since a lease ends with the first hash that is found in it.
 */
final class LeasedWork implements Assignments, Hits {
  /** Pieces: the shortest is some batches long, the longest takes a CPU's thread some 30 ms. */
  private static final int SHORTEST = 1 << 14;

  private static final int LONGEST = 1 << 20;

  private final LongSupplier nanoTime;
  private final Hits outward;
  private final Runnable onLow;
  private final List<Held> leases = new ArrayList<>();
  private final Map<Integer, Held> byThread = new HashMap<>();
  private final AtomicLong version = new AtomicLong();
  private long enough;

  /** One lease and how far it is dealt out. */
  private static final class Held {
    final Lease lease;
    final Job job;
    final long until;
    int dealt;
    int threads;

    Held(Lease lease, Job job, long until) {
      this.lease = lease;
      this.job = job;
      this.until = until;
    }

    int left() {
      return lease.count() - dealt;
    }

    long expected() {
      return LeaseDesk.expected(left(), lease.zeros());
    }

    /** Whether this is no longer looked for once the farmer has so many zeros. */
    boolean serves(Job found, int zeros) {
      return lease.zeros() <= zeros && job.equals(found);
    }
  }

  /**
   * @param outward hears of each find, on the thread that made it
   * @param onLow runs on a hashing thread when less than half of what is enough is left
   */
  LeasedWork(LongSupplier nanoTime, Hits outward, Runnable onLow) {
    this.nanoTime = nanoTime;
    this.outward = outward;
    this.onLow = onLow;
  }

  /**
   * Takes leases in.
   *
   * @param until when they end, by this hasher's clock
   */
  synchronized void add(Leases granted, long until) {
    for (Lease lease : granted.leases()) {
      Job job = new Job(granted.block(), granted.entropy(), lease.farmer());
      leases.add(new Held(lease, job, until));
    }
  }

  /** Gives up the leases of blocks before this one, or all. */
  synchronized void drop(long block, boolean all) {
    if (leases.removeIf(held -> all || held.job.index() < block)) {
      version.incrementAndGet();
    }
  }

  /** Sets how many hashes are to be at hand. */
  synchronized void enough(long hashes) {
    enough = hashes;
  }

  /** How many hashes are missing; 0 while more than half of what is enough is there. */
  synchronized long missing() {
    expire();
    long left = left();
    return left > enough / 2 || leases.size() >= FleetMessage.MOST_LEASES ? 0 : enough - left;
  }

  private long left() {
    return leases.stream().mapToLong(Held::expected).sum();
  }

  /** Ids of those that are worked off. */
  synchronized List<Long> held() {
    expire();
    return leases.stream().map(held -> held.lease.id()).toList();
  }

  /** The block that is worked for, −1 if there is none. */
  synchronized long block() {
    return leases.isEmpty() ? -1 : leases.getLast().job.index();
  }

  private void expire() {
    long now = nanoTime.getAsLong();
    if (leases.removeIf(held -> held.until - now < 0)) {
      version.incrementAndGet();
    }
    // what is dealt out is worked off by its thread
    leases.removeIf(held -> held.left() == 0 && held.threads == 0);
  }

  @Override
  public @Nullable Assignment next(int thread) {
    return next(thread, LONGEST);
  }

  @Override
  public @Nullable Assignment next(int thread, int nonces) {
    Assignment assignment;
    boolean low;
    synchronized (this) {
      expire();
      assignment = deal(thread, nonces);
      low = left() < enough / 2;
    }
    if (low) {
      onLow.run();
    }
    return assignment;
  }

  private @Nullable Assignment deal(int thread, int nonces) {
    Held before = byThread.remove(thread);
    if (before != null) {
      before.threads--;
    }
    Held best = null;
    for (Held held : leases) {
      if (held.left() > 0
          && (best == null
              || held.threads < best.threads
              || (held.threads == best.threads && held == before))) {
        best = held;
      }
    }
    if (best == null) {
      return null;
    }
    best.threads++;
    byThread.put(thread, best);
    int count = Math.min(best.left(), Math.max(piece(best.lease), nonces > LONGEST ? nonces : 0));
    long first = best.lease.first() + best.dealt;
    best.dealt += count;
    return new Assignment(best.job, first, count, best.lease.zeros());
  }

  /** Long enough to find something as a rule, short enough for several threads to have some. */
  private static int piece(Lease lease) {
    long often = 4 * LeaseDesk.expected(LONGEST, lease.zeros());
    return (int) Math.clamp(Math.min(often, lease.count() / 8), SHORTEST, LONGEST);
  }

  @Override
  public void leave(int thread) {
    synchronized (this) {
      Held before = byThread.remove(thread);
      if (before != null) {
        before.threads--;
      }
    }
  }

  @Override
  public long version() {
    return version.get();
  }

  /** What has been looked for is found: all threads that look for it get another lease. */
  @Override
  public void found(Assignment assignment, long nonce, Hash hash) {
    synchronized (this) {
      if (leases.removeIf(held -> held.serves(assignment.job(), hash.zeros()))) {
        version.incrementAndGet();
      }
    }
    outward.found(assignment, nonce, hash);
  }
}

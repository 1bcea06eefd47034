package org.kalepool.work;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.work.miner.Assignment;
import org.kalepool.work.miner.Assignments;
import org.kalepool.work.miner.Hits;
import org.kalepool.work.miner.Job;
import org.kalepool.work.miner.NonceBlocks;
import org.kalepool.work.plan.WorkDecision;
import org.kalepool.work.plan.WorkPlan;

/**
 * What is being mined, in memory: the running block, its planted farmers, and the best hashes so
 * far. Hashing threads ask it for work and tell it of finds; every answer is a scan of the farmers
 * under one short lock, and nothing here waits for anything else.
 */
@Singleton
final class MiningBoard implements Assignments, Hits {
  /** A find this rare is worth storing at once; the others are stored with the next ledger. */
  private static final int RARE = 6;

  /** So many of a farmer's finds are stored: the best one and the one that insurance sends. */
  private static final int STORED = 2;

  private final RandomGenerator random;
  private final AtomicLong version = new AtomicLong();
  private volatile Runnable onRareFind = () -> {};
  private @Nullable MiningRound round;

  MiningBoard(RandomGenerator random) {
    this.random = random;
  }

  /** Runs on a hashing thread at each rare find; must not wait. */
  void onRareFind(Runnable action) {
    onRareFind = action;
  }

  /** Starts on a block, unless that is what is being mined; what was mined before is abandoned. */
  synchronized void open(WorkPlan plan, Hash entropy) {
    if (round == null || round.plan.block() != plan.block()) {
      round = new MiningRound(plan, entropy);
      version.incrementAndGet();
    }
  }

  /** Abandons any block before this one at once. */
  synchronized void abandonBefore(long index) {
    if (round != null && round.plan.block() < index) {
      round = null;
      version.incrementAndGet();
    }
  }

  /**
   * Takes a farmer in, or up to date.
   *
   * @param landedZeros of the work that counts on the chain, −1 for none
   * @param minable whether mining for it is of use
   */
  synchronized void put(
      long index,
      UUID farmer,
      long order,
      Address address,
      double lead,
      int landedZeros,
      boolean minable) {
    if (round == null || round.plan.block() != index) {
      return;
    }
    MiningRound.Mined known = round.farmers.get(farmer);
    if (known == null) {
      // A random start: after a restart no nonce is likely to be tried a second time.
      NonceBlocks nonces = new NonceBlocks(random.nextLong(), NonceBlocks.DEFAULT_SIZE);
      Job job = new Job(index, round.entropy, address);
      known = new MiningRound.Mined(farmer, order, lead, job, nonces);
      round.farmers.put(farmer, known);
      round.byJob.put(job, known);
      version.incrementAndGet();
    }
    if (known.minable != minable || known.landed != landedZeros) {
      known.minable = minable;
      known.landed = landedZeros;
      version.incrementAndGet();
    }
  }

  /** Whether a farmer is in the round of this block. */
  synchronized boolean has(long index, UUID farmer) {
    return of(index, farmer) != null;
  }

  /**
   * Adds a hash from elsewhere: from before a restart, or from another machine.
   *
   * @return whether it is this farmer's in this block, and true
   */
  synchronized boolean offer(long index, UUID farmer, long nonce, boolean stored) {
    MiningRound.Mined mined = of(index, farmer);
    if (mined == null) {
      return false;
    }
    add(mined, new Find(nonce, mined.job.hash(nonce)), stored);
    return true;
  }

  /** The block that is mined in, −1 if there is none. */
  synchronized long block() {
    return round == null ? -1 : round.plan.block();
  }

  /** What is hashed for an address in this block; null if it is not in the round. */
  synchronized @Nullable Job job(long index, Address farmer) {
    if (round == null || round.plan.block() != index) {
      return null;
    }
    Job job = new Job(index, round.entropy, farmer);
    return round.byJob.containsKey(job) ? job : null;
  }

  /** Takes back a hash that turned out to be of no use; the farmer is mined again. */
  synchronized void drop(UUID farmer, int zeros) {
    MiningRound.Mined mined = round == null ? null : round.farmers.get(farmer);
    if (mined != null && mined.finds.remove(zeros) != null) {
      mined.stored.remove(zeros);
      version.incrementAndGet();
    }
  }

  /** The hashes in hand by their zeros, ascending. */
  synchronized NavigableMap<Integer, Find> finds(long index, UUID farmer) {
    MiningRound.Mined mined = of(index, farmer);
    return mined == null ? new TreeMap<>() : new TreeMap<>(mined.finds);
  }

  /** Finds of one block, each farmer's best first. */
  record Finds(long block, Map<UUID, List<Find>> best) {}

  /**
   * The finds worth storing that have not been stored yet, the best and the next lesser one, which
   * is what insurance sends; counts them as stored.
   */
  synchronized Finds takeUnstored() {
    Map<UUID, List<Find>> unstored = new LinkedHashMap<>();
    if (round == null) {
      return new Finds(-1, unstored);
    }
    for (MiningRound.Mined mined : round.farmers.values()) {
      List<Find> finds =
          mined.finds.descendingMap().values().stream()
              .limit(STORED)
              .filter(find -> mined.stored.add(find.zeros()))
              .toList();
      if (!finds.isEmpty()) {
        unstored.put(mined.id, finds);
      }
    }
    return new Finds(round.plan.block(), unstored);
  }

  /** Puts back what could not be stored. */
  synchronized void notStored(Finds finds) {
    finds
        .best()
        .forEach(
            (farmer, each) -> {
              MiningRound.Mined mined = of(finds.block(), farmer);
              if (mined != null) {
                each.forEach(find -> mined.stored.remove(find.zeros()));
              }
            });
  }

  /** Levels of the farmers that are mined, −1 for those without a hash. */
  synchronized List<Integer> levels() {
    List<Integer> levels = new ArrayList<>();
    if (round != null) {
      round.farmers.values().stream()
          .filter(it -> it.minable)
          .forEach(it -> levels.add(it.level()));
    }
    return levels;
  }

  /** Whether a thread that asked now would get something to do. */
  synchronized boolean hasWork() {
    return round != null && round.plan.next(round.candidates()) instanceof WorkDecision.Mine<UUID>;
  }

  @Override
  public @Nullable Assignment next(int thread) {
    return next(thread, NonceBlocks.DEFAULT_SIZE);
  }

  @Override
  public synchronized @Nullable Assignment next(int thread, int nonces) {
    MiningRound now = round;
    if (now == null) {
      return null;
    }
    UUID before = now.byThread.get(thread);
    WorkDecision<UUID> decision = now.plan.next(now.candidates(), before);
    UUID after = decision instanceof WorkDecision.Mine<UUID> mine ? mine.farmer() : null;
    now.move(thread, before, after);
    if (!(decision instanceof WorkDecision.Mine<UUID> mine)) {
      return null;
    }
    MiningRound.Mined mined = now.farmers.get(mine.farmer());
    if (mined == null) {
      return null;
    }
    int size = Math.max(mined.nonces.size(), Integer.highestOneBit(nonces));
    return new Assignment(mined.job, mined.nonces.next(size), size, mine.zeros());
  }

  @Override
  public synchronized void leave(int thread) {
    if (round != null) {
      round.move(thread, round.byThread.get(thread), null);
    }
  }

  @Override
  public long version() {
    return version.get();
  }

  @Override
  public void found(Assignment assignment, long nonce, Hash hash) {
    boolean rare = false;
    synchronized (this) {
      MiningRound.Mined mined = round == null ? null : round.byJob.get(assignment.job());
      if (mined != null) {
        rare = add(mined, new Find(nonce, hash), false) && hash.zeros() >= RARE;
      }
    }
    if (rare) {
      onRareFind.run();
    }
  }

  private MiningRound.@Nullable Mined of(long index, UUID farmer) {
    return round == null || round.plan.block() != index ? null : round.farmers.get(farmer);
  }

  private boolean add(MiningRound.Mined mined, Find find, boolean stored) {
    int level = mined.level();
    mined.finds.putIfAbsent(find.zeros(), find);
    if (stored) {
      mined.stored.add(find.zeros());
    }
    if (find.zeros() <= level) {
      return false;
    }
    version.incrementAndGet();
    return true;
  }
}

package org.kalepool.lab.fleet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.kalepool.work.plan.Candidate;
import org.kalepool.work.plan.WorkDecision;
import org.kalepool.work.plan.WorkPlan;

/** One block of some farmers, served by the pool's own plan; keeps nothing but their levels. */
final class LabBoard implements Assignments, Hits {
  private final WorkPlan plan;
  private final List<Job> jobs = new ArrayList<>();
  private final Map<Job, NonceBlocks> nonces = new HashMap<>();
  private final Map<Job, Integer> levels = new HashMap<>();
  private final Map<Integer, Job> byThread = new HashMap<>();
  private final AtomicLong version = new AtomicLong();

  LabBoard(long block, int farmers, RandomGenerator random) {
    this.plan = new WorkPlan(block, 4, 64, false);
    byte[] entropy = new byte[32];
    random.nextBytes(entropy);
    for (int i = 0; i < farmers; i++) {
      byte[] key = new byte[32];
      random.nextBytes(key);
      Job job = new Job(block, Hash.of(entropy), Address.account(key));
      jobs.add(job);
      nonces.put(job, new NonceBlocks(random.nextLong(), NonceBlocks.DEFAULT_SIZE));
      levels.put(job, -1);
    }
  }

  @Override
  public @Nullable Assignment next(int thread) {
    return next(thread, NonceBlocks.DEFAULT_SIZE);
  }

  @Override
  public synchronized @Nullable Assignment next(int thread, int count) {
    Map<Job, Integer> threads = new HashMap<>();
    byThread.values().forEach(job -> threads.merge(job, 1, Integer::sum));
    List<Candidate<Job>> candidates = new ArrayList<>();
    for (int i = 0; i < jobs.size(); i++) {
      Job job = jobs.get(i);
      int level = levels.getOrDefault(job, -1);
      candidates.add(new Candidate<>(job, i, level, 0, threads.getOrDefault(job, 0), true));
    }
    if (!(plan.next(candidates, byThread.get(thread)) instanceof WorkDecision.Mine<Job> mine)) {
      return null;
    }
    byThread.put(thread, mine.farmer());
    NonceBlocks blocks = nonces.get(mine.farmer());
    if (blocks == null) {
      return null;
    }
    int size = Math.max(blocks.size(), Integer.highestOneBit(count));
    return new Assignment(mine.farmer(), blocks.next(size), size, mine.zeros());
  }

  @Override
  public synchronized void leave(int thread) {
    byThread.remove(thread);
  }

  @Override
  public long version() {
    return version.get();
  }

  @Override
  public synchronized void found(Assignment assignment, long nonce, Hash hash) {
    int before = levels.getOrDefault(assignment.job(), 64);
    if (hash.zeros() > before) {
      levels.put(assignment.job(), hash.zeros());
      version.incrementAndGet();
    }
  }

  /** What is hashed for an address, null if it is nobody's here. */
  @Nullable Job job(long block, Address farmer) {
    return jobs.stream()
        .filter(job -> job.index() == block && job.farmer().equals(farmer))
        .findFirst()
        .orElse(null);
  }
}

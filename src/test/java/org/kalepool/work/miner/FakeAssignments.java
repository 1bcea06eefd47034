package org.kalepool.work.miner;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;

/** Deals out blocks for one job at a time, and remembers them. */
final class FakeAssignments implements Assignments {
  static final Job FIRST = job(1);
  static final Job SECOND = job(2);

  private final NonceBlocks blocks;
  private final int zeros;
  private final AtomicReference<@Nullable Job> job = new AtomicReference<>();
  private final AtomicLong version = new AtomicLong();
  private final List<Assignment> dealt = new CopyOnWriteArrayList<>();
  private final List<Integer> left = new CopyOnWriteArrayList<>();

  FakeAssignments(@Nullable Job job, int size, int zeros) {
    this(job, 0, size, zeros);
  }

  /** From this nonce on, unsigned. */
  FakeAssignments(@Nullable Job job, long start, int size, int zeros) {
    this.job.set(job);
    this.blocks = new NonceBlocks(start, size);
    this.zeros = zeros;
  }

  static Job job(long index) {
    byte[] key = new byte[32];
    key[0] = 42;
    return new Job(index, Hash.ZERO, Address.account(key));
  }

  void change(@Nullable Job next) {
    job.set(next);
    version.incrementAndGet();
  }

  List<Assignment> dealt() {
    return dealt;
  }

  /** The threads that have left, each as often as it has. */
  List<Integer> left() {
    return left;
  }

  @Override
  public void leave(int thread) {
    left.add(thread);
  }

  @Override
  public @Nullable Assignment next(int thread) {
    Job current = job.get();
    if (current == null) {
      return null;
    }
    Assignment assignment = new Assignment(current, blocks.next(), blocks.size(), zeros);
    dealt.add(assignment);
    return assignment;
  }

  @Override
  public long version() {
    return version.get();
  }
}

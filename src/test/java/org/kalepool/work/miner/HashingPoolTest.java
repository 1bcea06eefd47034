package org.kalepool.work.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Hash;

final class HashingPoolTest {
  private static final HashingSettings TWO_THREADS = new HashingSettings(2, Thread.NORM_PRIORITY);
  private final Queue<Hash> finds = new ConcurrentLinkedQueue<>();

  @Test
  void givesEveryThreadBlocksOfItsOwn() {
    FakeAssignments assignments = new FakeAssignments(FakeAssignments.FIRST, 1 << 12, 64);
    try (HashingPool pool = pool(assignments)) {
      await().until(() -> assignments.dealt().size() > 20);
      assertThat(pool.threads()).isEqualTo(2);
    }
    assertThat(assignments.dealt())
        .extracting(Assignment::firstNonce)
        .doesNotHaveDuplicates()
        .allMatch(nonce -> nonce % (1 << 12) == 0);
  }

  @Test
  void reportsHashesThatFit() {
    FakeAssignments assignments = new FakeAssignments(FakeAssignments.FIRST, 1 << 12, 3);
    try (HashingPool pool = pool(assignments)) {
      await().until(() -> finds.size() > 5);
      assertThat(pool.hashes()).isPositive();
    }
    assertThat(finds).allMatch(hash -> hash.zeros() >= 3);
  }

  @Test
  void abandonsTheOldBlockWhenANewOneOpens() {
    FakeAssignments assignments = new FakeAssignments(FakeAssignments.FIRST, 1 << 30, 64);
    try (HashingPool pool = pool(assignments)) {
      await().until(() -> assignments.dealt().size() == 2 && pool.hashes() > 0);
      assignments.change(FakeAssignments.SECOND);
      await().until(() -> assignments.dealt().size() == 4);
    }
    assertThat(assignments.dealt().subList(2, 4))
        .extracting(Assignment::job)
        .containsOnly(FakeAssignments.SECOND);
  }

  @Test
  void restsWithoutWorkUntilItIsWoken() {
    FakeAssignments assignments = new FakeAssignments(null, 1 << 12, 64);
    try (HashingPool pool = pool(assignments)) {
      assertThat(pool.hashes()).isZero();
      assignments.change(FakeAssignments.FIRST);
      pool.wake();
      await().until(() -> pool.hashes() > 1 << 14);
    }
  }

  @Test
  void hashesNothingWhilePausedAndGoesOnAfterwards() {
    FakeAssignments assignments = new FakeAssignments(FakeAssignments.FIRST, 1 << 30, 64);
    try (HashingPool pool = pool(assignments)) {
      await().until(() -> assignments.dealt().size() == 2 && pool.hashes() > 0);
      pool.pause();
      assertThat(pool.paused()).isTrue();
      await().until(() -> resting(2));
      long before = pool.hashes();
      pool.wake();
      assertThat(pool.hashes()).isEqualTo(before);
      pool.resume();
      await().until(() -> pool.hashes() > before);
      assertThat(assignments.dealt()).hasSize(4);
    }
  }

  @Test
  void endsItsThreadsWhenClosed() {
    FakeAssignments assignments = new FakeAssignments(FakeAssignments.FIRST, 1 << 12, 64);
    HashingPool pool = pool(assignments);
    await().until(() -> pool.hashes() > 0);
    pool.close();
    assertThat(threads()).isEmpty();
    assertThat(assignments.left()).containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void tellsWhatItFindsInTheBatchAtWhichItIsClosed() throws InterruptedException {
    FakeAssignments assignments = new FakeAssignments(FakeAssignments.FIRST, 1 << 12, 0);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch closing = new CountDownLatch(1);
    Kernel slow =
        ScalarKernelWith.before(
            () -> {
              begun.countDown();
              closing.await();
            });
    HashingPool pool =
        new HashingPool(
            slow,
            new HashingSettings(1, Thread.NORM_PRIORITY),
            assignments,
            (assignment, nonce, hash) -> finds.add(hash),
            System::nanoTime);
    begun.await();
    Thread closer = Thread.ofPlatform().start(pool::close);
    await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
    assertThat(finds).isEmpty();
    closing.countDown();
    closer.join();
    assertThat(finds).isNotEmpty();
    assertThat(threads()).isEmpty();
  }

  @Test
  void survivesAListenerThatThrows() {
    FakeAssignments assignments = new FakeAssignments(FakeAssignments.FIRST, 1 << 12, 1);
    AtomicReference<String> problem = new AtomicReference<>("not called");
    Hits throwing =
        (assignment, nonce, hash) -> {
          if (problem.getAndSet(null) != null) {
            throw new IllegalStateException("thrown by a test");
          }
          finds.add(hash);
        };
    try (HashingPool pool =
        new HashingPool(new ScalarKernel(), TWO_THREADS, assignments, throwing, System::nanoTime)) {
      await()
          .until(
              () -> {
                pool.wake();
                return finds.size() > 50;
              });
    }
    assertThat(finds).hasSizeGreaterThan(50);
  }

  private HashingPool pool(Assignments assignments) {
    return new HashingPool(
        new ScalarKernel(),
        TWO_THREADS,
        assignments,
        (assignment, nonce, hash) -> finds.add(hash),
        System::nanoTime);
  }

  private static boolean resting(int threads) {
    return threads().stream().filter(t -> t.getState() == Thread.State.WAITING).count() == threads;
  }

  private static java.util.List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("hashing-"))
        .toList();
  }
}

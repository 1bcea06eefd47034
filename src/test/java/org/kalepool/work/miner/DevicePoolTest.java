package org.kalepool.work.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Hash;

/** What becomes of devices that fail, each played by a kernel. */
final class DevicePoolTest {
  private final Queue<Hash> finds = new ConcurrentLinkedQueue<>();
  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void givesUpADeviceThatErrs() {
    try (HashingPool pool =
        pool(
            (constants, start, count, mask) -> {
              calls.incrementAndGet();
              throw new DeviceFailure("the device is gone");
            })) {
      await().until(pool::ended);
      pool.wake();
      pool.resume();
      assertThat(pool.failure()).hasValue("the device is gone");
      assertThat(calls).hasValue(1);
      assertThat(pool.hashes()).isZero();
    }
  }

  @Test
  void givesUpADeviceThatClaimsWhatIsNotSo() {
    try (HashingPool pool = pool((constants, start, count, mask) -> 0)) {
      await().until(pool::ended);
      assertThat(pool.failure().orElseThrow()).startsWith("it claimed 5 zeros for ");
      assertThat(finds).isEmpty();
    }
  }

  @Test
  void reportsWhatADeviceFinds() {
    ScalarKernel right = new ScalarKernel();
    try (HashingPool pool = pool(right::scan)) {
      await().until(() -> !finds.isEmpty());
      assertThat(pool.failure()).isEmpty();
    }
    assertThat(finds).allMatch(hash -> hash.zeros() >= 5);
  }

  @Test
  void closesInTimeWhileADriverHangs() {
    CountDownLatch hung = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    HashingPool pool =
        pool(
            (constants, start, count, mask) -> {
              hung.countDown();
              awaitUninterruptibly(over);
              return -1;
            });
    awaitUninterruptibly(hung);
    long before = System.nanoTime();
    pool.close();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(4));
    assertThat(pool.ended()).isFalse();
    over.countDown();
    await().until(pool::ended);
  }

  @Test
  void lengthensBatchesUntilTheyTakeATimeWorthACall() {
    Pace pace = Pace.DEVICE;
    assertThat(pace.next(1 << 16, 100_000)).isEqualTo(1 << 17);
    assertThat(pace.next(1 << 20, 30_000_000)).isEqualTo(1 << 20);
    assertThat(pace.next(1 << 20, 60_000_000)).isEqualTo(1 << 19);
    assertThat(pace.next(1 << 28, 1)).isEqualTo(1 << 28);
    assertThat(pace.next(1 << 10, 60_000_000)).isEqualTo(1 << 10);
  }

  private HashingPool pool(Scan scan) {
    FakeAssignments assignments = new FakeAssignments(FakeAssignments.FIRST, 1 << 20, 5);
    return HashingPool.ofDevice(
        new Device(scan),
        0,
        assignments,
        (block, nonce, hash) -> finds.add(hash),
        System::nanoTime);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Scan {
    int scan(long[] constants, int start, int count, long mask);
  }

  private record Device(Scan scan) implements Kernel {
    @Override
    public String name() {
      return "device";
    }

    @Override
    public boolean onDevice() {
      return true;
    }

    @Override
    public int scan(long[] constants, int startLow, int count, long mask) {
      return scan.scan(constants, startLow, count, mask);
    }
  }
}

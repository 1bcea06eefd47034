package org.kalepool.work.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Percentage;
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

  /** Else a farmer would go on to count as mined until its block ends. */
  @Test
  void leavesItsFarmerToOthersWhenItFails() {
    FakeAssignments assignments = new FakeAssignments(FakeAssignments.FIRST, 1 << 20, 5);
    Scan gone =
        (constants, start, count, mask) -> {
          throw new DeviceFailure("the device is gone");
        };
    try (HashingPool pool = pool(gone, assignments)) {
      await().until(pool::ended);
      assertThat(assignments.left()).containsExactly(-1);
    }
  }

  @Test
  void lengthensBatchesUntilTheyTakeTheTimeThatIsSet() {
    Pace pace = Pace.device(100);
    assertThat(pace.next(1 << 16, 100_000)).isEqualTo(1 << 17);
    assertThat(pace.next(1 << 20, 39_000_000)).isEqualTo(1 << 21);
    assertThat(pace.next(1 << 20, 50_000_000)).isEqualTo(1 << 20);
    assertThat(pace.next(1 << 20, 100_000_000)).isEqualTo(1 << 20);
    assertThat(pace.next(1 << 20, 110_000_000)).isEqualTo(1 << 19);
    assertThat(pace.next(1 << 30, 1)).isEqualTo(1 << 30);
    assertThat(pace.next(1 << 10, 200_000_000)).isEqualTo(1 << 10);
    assertThat(Pace.device(5).next(1 << 16, 3_000_000)).isEqualTo(1 << 16);
  }

  @Test
  void calibratesWithBatchesOfTheTimeThatIsSet() {
    AtomicLong nanos = new AtomicLong();
    Device device =
        new Device(
            (constants, start, count, mask) -> {
              nanos.addAndGet(50_000 + count);
              return -1;
            });
    for (int millis : new int[] {5, 20, 100, 1000}) {
      Calibration.DeviceRating rating =
          Calibration.rateDevice(device, Pace.device(millis), nanos::get);
      assertThat(50_000L + rating.batch()).isBetween(400_000L * millis, 1_000_000L * millis);
      assertThat(rating.hashesPerSecond()).isCloseTo(1e9, Percentage.withPercentage(3));
    }
  }

  private HashingPool pool(Scan scan) {
    return pool(scan, new FakeAssignments(FakeAssignments.FIRST, 1 << 20, 5));
  }

  private HashingPool pool(Scan scan, FakeAssignments assignments) {
    return HashingPool.ofDevice(
        new Device(scan),
        0,
        Pace.device(100),
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

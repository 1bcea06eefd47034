package org.kalepool.work.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;

/** With the devices of this machine, if there are any: PoCL makes one of a CPU. */
final class OpenClTest {
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private final SplittableRandom random = new SplittableRandom(5);

  @Test
  void findsDevicesOrSaysWhyThereAreNone() {
    OpenCl.Found found = OpenCl.find();
    assertThat(found.devices().isEmpty()).isEqualTo(found.why().isPresent());
    assertThat(found.devices()).extracting(OpenCl.Device::id).doesNotHaveDuplicates();
  }

  @Test
  void holdsEveryDeviceToBouncyCastle() {
    for (OpenCl.Device device : devices()) {
      try (OpenClKernel kernel = ReadyDevices.tested(device, random)) {
        assertThat(kernel.name()).isEqualTo(device.id());
      }
    }
  }

  @Test
  void findsWhatTheScalarKernelFindsAcrossTheSignOfTheLowHalf() {
    long[] constants = FakeAssignments.FIRST.constants(7);
    int start = Integer.MAX_VALUE - 2000;
    try (OpenClKernel kernel = new OpenClKernel(devices().getFirst())) {
      for (int zeros = 0; zeros < 4; zeros++) {
        assertThat(kernel.scan(constants, start, 4000, ZeroMask.of(zeros)))
            .isEqualTo(new ScalarKernel().scan(constants, start, 4000, ZeroMask.of(zeros)));
      }
      assertThat(kernel.scan(constants, 0, 0, 0)).isEqualTo(-1);
    }
  }

  /** Lengths that are no multiples of anything that a device computes at once, too. */
  @Test
  void agreesWithBouncyCastleAtAllBordersOfTheNonces() {
    int[] highs = {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, random.nextInt()};
    int[] counts = {1, 127, 128, 129, 1500};
    try (OpenClKernel kernel = new OpenClKernel(devices().getFirst())) {
      for (int high : highs) {
        for (int count : counts) {
          for (int start :
              new int[] {0, -count, Integer.MAX_VALUE - count / 2, random.nextInt() >>> 1}) {
            Job job = randomJob();
            long mask = count < 1000 ? 1L << random.nextInt(64) : ZeroMask.of(2);
            long[] constants = job.constants(high);
            assertThat(kernel.scan(constants, start, count, mask))
                .as("%s, %08x from %08x, %d, mask %016x", job, high, start, count, mask)
                .isEqualTo(first(job, high, start, count, mask));
          }
        }
      }
    }
  }

  @Test
  void findsAllThatTheScalarKernelFindsInARange() {
    Job job = randomJob();
    try (OpenClKernel kernel = new OpenClKernel(devices().getFirst())) {
      for (int zeros : new int[] {1, 2, 3}) {
        int length = (1 << 4 * zeros + 5) + 77;
        List<Integer> finds = finds(kernel, job, length, zeros);
        assertThat(finds).hasSizeGreaterThan(10);
        assertThat(finds).isEqualTo(finds(new ScalarKernel(), job, length, zeros));
      }
    }
  }

  @Test
  void goesOnFromTheLastNonceOfAllToTheFirst() {
    FakeAssignments assignments =
        new FakeAssignments(FakeAssignments.FIRST, -(1L << 15), 1 << 14, 2);
    Queue<Long> nonces = new ConcurrentLinkedQueue<>();
    Hits hits = (assignment, nonce, hash) -> nonces.add(nonce);
    try (HashingPool pool = pool(assignments, hits)) {
      await().until(() -> nonces.stream().anyMatch(nonce -> nonce >= 0));
      assertThat(pool.failure()).isEmpty();
    }
    assertThat(nonces).anyMatch(nonce -> nonce < 0).allMatch(nonce -> nonce >= -(1L << 15));
  }

  @Test
  void abandonsTheOldBlockAndRestsWhileItIsPaused() {
    FakeAssignments assignments = new FakeAssignments(FakeAssignments.FIRST, 1 << 30, 64);
    try (HashingPool pool = pool(assignments, (assignment, nonce, hash) -> {})) {
      await().until(() -> pool.hashes() > 0);
      assignments.change(FakeAssignments.SECOND);
      await().until(() -> assignments.dealt().size() == 2);
      assertThat(assignments.dealt().getLast().job()).isEqualTo(FakeAssignments.SECOND);
      pool.pause();
      await().until(OpenClTest::resting);
      long before = pool.hashes();
      pool.wake();
      assertThat(pool.hashes()).isEqualTo(before);
      pool.resume();
      await().until(() -> pool.hashes() > before);
    }
    assertThat(threads()).isEmpty();
  }

  @Test
  void refusesToSearchOnceItIsClosed() {
    OpenClKernel kernel = new OpenClKernel(devices().getFirst());
    kernel.close();
    kernel.close();
    assertThatThrownBy(() -> kernel.scan(new long[25], 0, 8, 0))
        .isInstanceOf(DeviceFailure.class)
        .hasMessage("closed");
  }

  @Test
  void saysThatADeviceIsGone() {
    devices();
    OpenCl.Device gone = new OpenCl.Device(63, 4, 1, 1, "gone", "none", "0", "");
    assertThatThrownBy(() -> new OpenClKernel(gone))
        .isInstanceOf(DeviceFailure.class)
        .hasMessageContaining("the device is gone");
  }

  @Test
  void leavesTheCpuToItsOwnKernels() {
    List<OpenCl.Device> devices = devices();
    try (ReadyDevices ready = find("auto")) {
      for (OpenCl.Device device : devices) {
        if (!device.besideTheCpu()) {
          assertThat(ready.refused()).containsEntry(device.toString(), "it is the CPU itself");
        }
      }
    }
  }

  @Test
  void namesDevicesThatAreSetButNotThere() {
    try (ReadyDevices ready = find("opencl-99")) {
      assertThat(ready.isEmpty()).isTrue();
      assertThat(ready.refused()).containsKey("opencl-99");
    }
  }

  @Test
  void looksForNothingWhereNoneIsSet() {
    try (ReadyDevices ready = find("none")) {
      assertThat(ready.isEmpty()).isTrue();
      assertThat(ready.refused()).isEmpty();
    }
  }

  @Test
  void hashesBesideTheCpuUntilItIsClosed() {
    devices();
    FakeAssignments assignments = new FakeAssignments(FakeAssignments.FIRST, 1 << 16, 2);
    Queue<Hash> finds = new ConcurrentLinkedQueue<>();
    ReadyDevices ready = find("all");
    try (Devices devices =
        ready.start(assignments, (assignment, nonce, hash) -> finds.add(hash), System::nanoTime)) {
      await().until(() -> finds.size() > 5 && devices.hashes() > 0);
      assertThat(devices.statuses(WINDOW)).allMatch(status -> status.failure().isEmpty());
      assertThat(devices.speed(WINDOW)).isPositive();
    }
    assertThat(finds).allMatch(hash -> hash.zeros() >= 2);
    assertThat(threads()).isEmpty();
  }

  private Job randomJob() {
    byte[] entropy = new byte[32];
    byte[] farmer = new byte[32];
    random.nextBytes(entropy);
    random.nextBytes(farmer);
    return new Job(random.nextInt() & 0xffffffffL, Hash.of(entropy), Address.account(farmer));
  }

  /** By Bouncy Castle. */
  private static int first(Job job, int high, int start, int count, long mask) {
    for (int i = 0; i < count; i++) {
      long nonce = (long) high << 32 | (start + i) & 0xffffffffL;
      ByteBuffer hash = ByteBuffer.wrap(job.hash(nonce).bytes()).order(ByteOrder.LITTLE_ENDIAN);
      if ((hash.getLong() & mask) == 0) {
        return i;
      }
    }
    return -1;
  }

  private static List<Integer> finds(Kernel kernel, Job job, int length, int zeros) {
    long[] constants = job.constants(3);
    List<Integer> finds = new ArrayList<>();
    for (int at = 0; at < length; ) {
      int found = kernel.scan(constants, at, length - at, ZeroMask.of(zeros));
      if (found < 0) {
        break;
      }
      finds.add(at + found);
      at += found + 1;
    }
    return finds;
  }

  private static HashingPool pool(Assignments assignments, Hits hits) {
    OpenCl.Device device = devices().getFirst();
    return HashingPool.ofDevice(
        new OpenClKernel(device), 0, Pace.device(20), assignments, hits, System::nanoTime);
  }

  private static boolean resting() {
    return threads().stream().allMatch(thread -> thread.getState() == Thread.State.WAITING);
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("hashing-opencl"))
        .toList();
  }

  private ReadyDevices find(String setting) {
    DeviceChoice choice = DeviceChoice.of(setting);
    return ReadyDevices.find(
        choice, ReadyDevices.BATCH_MILLIS, new ScalarKernel(), random, System::nanoTime);
  }

  private static List<OpenCl.Device> devices() {
    OpenCl.Found found = OpenCl.find();
    assumeTrue(
        found.why().isEmpty(),
        () -> "skipped, as this machine has no OpenCL device: " + found.why().orElse(""));
    return found.devices();
  }
}

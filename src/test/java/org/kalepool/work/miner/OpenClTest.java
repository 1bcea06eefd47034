package org.kalepool.work.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
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
    OpenCl.Device gone = new OpenCl.Device(63, 4, 1, 1, "gone", "none", "0");
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
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("hashing-opencl"));
  }

  private ReadyDevices find(String setting) {
    DeviceChoice choice = DeviceChoice.of(setting);
    return ReadyDevices.find(choice, new ScalarKernel(), random, System::nanoTime);
  }

  private static List<OpenCl.Device> devices() {
    OpenCl.Found found = OpenCl.find();
    assumeTrue(
        found.why().isEmpty(),
        () -> "skipped, as this machine has no OpenCL device: " + found.why().orElse(""));
    return found.devices();
  }
}

package org.kalepool.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.schedule.Tasks;
import org.kalepool.settings.SettingsOf;
import org.kalepool.work.miner.DeviceChoice;
import org.kalepool.work.miner.Kernel;
import org.kalepool.work.miner.Kernels;
import org.kalepool.work.miner.ReadyDevices;
import org.kalepool.work.plan.WorkPlan;

class ProgressTest {
  private static final long BLOCK = 9;

  private static final UUID FARMER = new UUID(1, 2);

  private final SteppedClock clock = new SteppedClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final MiningBoard board = new MiningBoard(new SplittableRandom(1));
  private int farmers = 1;

  /** Runs what is submitted where it is submitted. */
  private static final class AtOnce implements Tasks {
    @Override
    public void submit(String key, Runnable task) {
      task.run();
    }

    @Override
    public void submitEverywhere(String key, Runnable task) {
      task.run();
    }
  }

  private static WorkSettings settings(boolean enabled, String kernel) {
    return settings(enabled, kernel, "none");
  }

  private static WorkSettings settings(boolean enabled, String kernel, String devices) {
    return SettingsOf.mapping(
        WorkSettings.class,
        "kale.work.enabled",
        Boolean.toString(enabled),
        "kale.work.threads",
        "1",
        "kale.work.kernel",
        kernel,
        "kale.work.devices",
        devices);
  }

  private Progress progress(WorkSettings settings, Hashing hashing) {
    return new Progress(hashing, board, settings, clock);
  }

  private ThreadedHashing hashing(WorkSettings settings) {
    return new ThreadedHashing(settings, board, new SplittableRandom(2));
  }

  private void somethingToHash() {
    board.open(new WorkPlan(BLOCK, 1, 6, false), Hash.ZERO);
    board.put(BLOCK, FARMER, 1, Address.account(new byte[32]), 0, -1, true);
  }

  /** As many farmers as there were calls, so that there always is somebody without a hash. */
  private void somethingMoreToHash() {
    farmers++;
    board.put(BLOCK, new UUID(2, farmers), farmers, address(farmers), 0, -1, true);
  }

  private static Address address(int number) {
    byte[] key = new byte[32];
    key[0] = (byte) number;
    return Address.account(key);
  }

  @Test
  void doesNotBelieveThatThreadsWhichStoppedAreWellBecauseNobodyIsPlantedAnyMore() {
    WorkSettings settings = settings(true, "scalar");
    Progress progress = progress(settings, hashing(settings));
    somethingToHash();
    assertThat(progress.alive()).isTrue();
    clock.advance(Duration.ofSeconds(16));
    assertThat(progress.alive()).isFalse();
    board.abandonBefore(BLOCK + 1);
    clock.advance(Duration.ofMinutes(5));
    assertThat(progress.alive()).isFalse();
    assertThat(progress.obstacle()).isPresent();
    progress.resume();
    assertThat(progress.alive()).isTrue();
  }

  @Test
  void saysThatNoKernelHashesHere() {
    WorkSettings settings = settings(true, "no-such-kernel");
    Hashing hashing = hashing(settings);
    Progress progress = progress(settings, hashing);
    assertThat(progress.obstacle()).contains("the hashing has not started yet");
    hashing.start(new AtOnce());
    assertThat(progress.obstacle().orElseThrow())
        .startsWith("no kernel hashes here: ")
        .contains("no-such-kernel");
  }

  @Test
  void hashesAndSaysNothingOnceAKernelIsChosen() {
    WorkSettings settings = settings(true, "scalar");
    Hashing hashing = hashing(settings);
    Progress progress = progress(settings, hashing);
    try {
      hashing.start(new AtOnce());
      assertThat(progress.obstacle()).isEmpty();
      progress.pause();
      assertThat(progress.obstacle()).contains("an operator has paused the hashing");
    } finally {
      hashing.stop();
    }
  }

  @Test
  void goesOnWithAnotherKernelAndKeepsWhatWasFound() {
    WorkSettings settings = settings(true, "native-portable");
    Hashing hashing = hashing(settings);
    Progress progress = progress(settings, hashing);
    assertThatThrownBy(progress::kernels)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the hashing has not started yet");
    try {
      hashing.start(new AtOnce());
      somethingToHash();
      hashing.wake();
      await().until(() -> !board.finds(BLOCK, FARMER).isEmpty());
      assertThat(progress.kernels().rates())
          .extracting(KernelRates.Rate::name)
          .contains("scalar", progress.kernel());
      for (String kernel : List.of("scalar", progress.kernels().rates().getFirst().name())) {
        Map<Integer, Find> found = board.finds(BLOCK, FARMER);
        long hashes = progress.hashes();
        progress.kernel(kernel);
        assertThat(progress.kernel()).isEqualTo(kernel);
        assertThat(progress.alive()).isTrue();
        assertThat(progress.hashes()).isGreaterThanOrEqualTo(hashes);
        assertThat(board.finds(BLOCK, FARMER)).containsAllEntriesOf(found);
        somethingMoreToHash();
        hashing.wake();
        await().until(() -> progress.hashes() > hashes);
      }
      assertThatThrownBy(() -> progress.kernel("gpu"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("no kernel gpu in ");
      progress.pause();
      progress.kernel("scalar");
      assertThat(progress.paused()).isTrue();
      assertThat(progress.obstacle()).contains("an operator has paused the hashing");
    } finally {
      hashing.stop();
    }
  }

  @Test
  void hashesWithAKernelThatWasChosenWhereTheSettingNamesNone() {
    WorkSettings settings = settings(true, "no-such-kernel");
    Hashing hashing = hashing(settings);
    Progress progress = progress(settings, hashing);
    try {
      hashing.start(new AtOnce());
      assertThat(progress.kernel()).isEqualTo("none");
      progress.kernel("scalar");
      assertThat(progress.obstacle()).isEmpty();
    } finally {
      hashing.stop();
    }
  }

  @Test
  void hashesWithDevicesOnceTheyAreReady() {
    DeviceChoice all = DeviceChoice.of("all");
    SplittableRandom random = new SplittableRandom(4);
    Kernel scalar = Kernels.choose(Optional.of("scalar"), random, System::nanoTime).kernel();
    try (ReadyDevices ready =
        ReadyDevices.find(all, ReadyDevices.BATCH_MILLIS, scalar, random, System::nanoTime)) {
      assumeFalse(ready.isEmpty(), "skipped, as this machine has no OpenCL device");
    }
    WorkSettings settings = settings(true, "scalar", "all");
    Hashing hashing = hashing(settings);
    Progress progress = progress(settings, hashing);
    try {
      hashing.start(new AtOnce());
      assertThat(progress.obstacle()).isEmpty();
      await().until(() -> !progress.devices().isEmpty());
      assertThat(progress.devices()).allMatch(device -> device.failure().isEmpty());
      somethingToHash();
      hashing.wake();
      await().until(() -> progress.hashes() > 0);
    } finally {
      hashing.stop();
    }
  }

  @Test
  void saysThatHashingIsSwitchedOff() {
    WorkSettings settings = settings(false, "scalar");
    Progress progress = progress(settings, hashing(settings));
    assertThat(progress.obstacle()).contains("hashing is switched off (kale.work.enabled)");
    assertThatThrownBy(() -> progress.kernel("scalar"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("hashing is switched off (kale.work.enabled)");
  }
}

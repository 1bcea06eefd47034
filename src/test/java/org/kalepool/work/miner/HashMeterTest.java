package org.kalepool.work.miner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class HashMeterTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private final HashMeter meter = new HashMeter();

  @Test
  void countsOnlyWhatFellIntoTheWindow() {
    add(1, 100);
    add(50, 10);
    add(62, 1);
    assertThat(meter.total()).isEqualTo(111);
    assertThat(meter.hashes(at(63), MINUTE)).isEqualTo(110);
    assertThat(meter.hashes(at(66), MINUTE)).isEqualTo(11);
    assertThat(meter.hashes(at(66), Duration.ofMinutes(5))).isEqualTo(111);
    assertThat(meter.hashes(at(66), Duration.ofHours(1))).isEqualTo(111);
  }

  @Test
  void leavesOutTheSlotThatIsBeingFilled() {
    add(7, 5);
    assertThat(meter.hashes(at(9), MINUTE)).isZero();
    assertThat(meter.hashes(at(10), MINUTE)).isEqualTo(5);
  }

  @Test
  void forgetsWhatIsOlderThanAnHour() {
    add(1, 100);
    add(3700, 1);
    assertThat(meter.hashes(at(3706), Duration.ofHours(1))).isEqualTo(1);
    assertThat(meter.total()).isEqualTo(101);
  }

  @Test
  void overwritesASlotOfTheHourBefore() {
    add(1, 100);
    add(1 + 721 * 5, 7);
    assertThat(meter.hashes(at(1 + 722 * 5), Duration.ofHours(1))).isEqualTo(7);
  }

  @Test
  void sumsTheTimeSpent() {
    add(1, 100);
    add(2, 100);
    assertThat(meter.busyNanos(at(5), MINUTE)).isEqualTo(4_000_000);
  }

  private void add(long second, int hashes) {
    meter.add(at(second), hashes, 2_000_000);
  }

  private static long at(long second) {
    return Duration.ofSeconds(second).toNanos();
  }
}

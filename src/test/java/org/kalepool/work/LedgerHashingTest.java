package org.kalepool.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.settings.SettingsOf;

class LedgerHashingTest {
  private final SteppedClock clock = new SteppedClock(Instant.EPOCH);
  private final LedgerHashing hashing =
      new LedgerHashing(
          SettingsOf.mapping(WorkSettings.class, "kale.work.stepped-hashes", "4000"),
          new MiningBoard(new SplittableRandom(7)),
          new SplittableRandom(7),
          clock);

  /** Otherwise more stakes are planted than hashes will be found for, and some of them are lost. */
  @Test
  void hashesLessInABlockOfFewLedgersAndHasRoomForFewerFarmers() {
    assertThat(hashing.speed()).hasValue(4000 / 5.0);
    for (int ledger = 0; ledger < 40; ledger++) {
      clock.advance(Duration.ofSeconds(30));
      hashing.ledgers(1);
    }
    double speed = hashing.speed().orElseThrow();
    assertThat(speed).isCloseTo(4000 / 30.0, within(1.0));
    assertThat(Capacity.farmers(speed, 285)).isZero();
    for (int look = 0; look < 40; look++) {
      clock.advance(Duration.ofSeconds(12));
      hashing.ledgers(2);
      hashing.ledgers(1);
    }
    assertThat(hashing.speed().orElseThrow()).as("looked twice at once").isLessThan(4000 / 5.0);
    assertThat(hashing.speed().orElseThrow()).isGreaterThan(4000 / 7.0);
  }
}

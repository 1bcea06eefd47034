package org.kalepool.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.kalepool.settings.SettingsOf;

class LedgerHashingTest {
  private long time = 1_790_000_000;
  private final LedgerHashing hashing =
      new LedgerHashing(
          SettingsOf.mapping(WorkSettings.class, "kale.work.stepped-hashes", "4000"),
          new MiningBoard(new SplittableRandom(7)),
          new SplittableRandom(7));

  /** Otherwise more stakes are planted than hashes will be found for, and some of them are lost. */
  @Test
  void hashesLessInABlockOfFewLedgersAndHasRoomForFewerFarmers() {
    assertThat(hashing.speed()).hasValue(4000 / 5.0);
    for (int ledger = 0; ledger < 40; ledger++) {
      time += 30;
      hashing.ledgers(1, time);
    }
    double speed = hashing.speed().orElseThrow();
    assertThat(speed).isCloseTo(4000 / 30.0, within(1.0));
    assertThat(Capacity.farmers(speed, 285)).isZero();
    for (int look = 0; look < 40; look++) {
      time += 12;
      hashing.ledgers(2, time);
    }
    assertThat(hashing.speed()).hasValueCloseTo(4000 / 6.0, within(1.0));
    time += 10_000_000;
    hashing.ledgers(1, time);
    assertThat(hashing.speed()).as("after a silence").hasValue(4000 / 5.0);
  }
}

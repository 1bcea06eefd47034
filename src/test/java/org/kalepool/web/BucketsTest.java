package org.kalepool.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.kalepool.lab.step.SteppedClock;

class BucketsTest {
  private static final int MOST = 1000;

  private final SteppedClock clock = new SteppedClock(Instant.parse("2026-01-01T00:00:00Z"));

  private static int take(Buckets buckets, String client) {
    return buckets.take(client, "net of " + client);
  }

  @Test
  void refusesWhatIsBeyondTheMinutesShareAndSaysWhenToComeBack() {
    Buckets buckets = new Buckets(clock, 3, MOST);
    for (int i = 0; i < 3; i++) {
      assertThat(take(buckets, "a")).isZero();
    }
    assertThat(take(buckets, "a")).isEqualTo(20);
    assertThat(buckets.wait("a")).isEqualTo(20);
    assertThat(take(buckets, "b")).isZero();
    clock.advance(Duration.ofSeconds(20));
    assertThat(take(buckets, "a")).isZero();
    assertThat(take(buckets, "a")).isEqualTo(20);
    clock.advance(Duration.ofMinutes(5));
    for (int i = 0; i < 3; i++) {
      assertThat(take(buckets, "a")).isZero();
    }
    assertThat(take(buckets, "a")).isEqualTo(20);
  }

  @Test
  void aFloodOfAddressesNeitherGrowsTheTableNorGivesAnybodyAFreshBucket() {
    Buckets buckets = new Buckets(clock, 2, MOST);
    take(buckets, "victim");
    take(buckets, "victim");
    for (int i = 0; i < 10_000; i++) {
      take(buckets, "flood " + i);
    }
    assertThat(buckets.size()).isEqualTo(MOST);
    assertThat(take(buckets, "victim")).isPositive();
  }

  @Test
  void aNetworkThatFillsTheTableUsesUpWhatItsNewcomersShareAndNobodyElses() {
    Buckets buckets = new Buckets(clock, 5, MOST);
    int served = 0;
    for (int i = 0; i < 10_000; i++) {
      served += buckets.take("2001:db8:0:" + i + "::/64", "2001:db8::/48") == 0 ? 1 : 0;
    }
    assertThat(served).isEqualTo(MOST + 5);
    int others = 0;
    for (int i = 0; i < 20; i++) {
      others += buckets.take("192." + i + ".2.1", "192." + i + ".0.0/16") == 0 ? 1 : 0;
    }
    // One in a thousand networks happens to share its bucket with the one that floods.
    assertThat(others).isGreaterThanOrEqualTo(18);
  }

  @Test
  void whatIsFullAgainGivesUpItsPlace() {
    Buckets buckets = new Buckets(clock, 2, MOST);
    for (int i = 0; i < MOST; i++) {
      take(buckets, "a" + i);
    }
    clock.advance(Duration.ofSeconds(31));
    take(buckets, "b");
    assertThat(buckets.size()).isEqualTo(1);
  }

  @Test
  void aClockThatIsPutBackCostsAMinuteAtMost() {
    Buckets buckets = new Buckets(clock, 1, MOST);
    take(buckets, "a");
    SteppedClock earlier = new SteppedClock(Instant.parse("2025-01-01T00:00:00Z"));
    Buckets same = new Buckets(new Swapped(clock, earlier), 1, MOST);
    assertThat(take(same, "a")).isZero();
    assertThat(take(same, "a")).isEqualTo(60);
  }

  /** Tells the first clock's time once, and the second's from then on. */
  private static final class Swapped extends java.time.Clock {
    private final java.time.Clock first;
    private final java.time.Clock then;
    private boolean asked;

    Swapped(java.time.Clock first, java.time.Clock then) {
      this.first = first;
      this.then = then;
    }

    @Override
    public Instant instant() {
      Instant now = (asked ? then : first).instant();
      asked = true;
      return now;
    }

    @Override
    public java.time.ZoneId getZone() {
      return first.getZone();
    }

    @Override
    public java.time.Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}

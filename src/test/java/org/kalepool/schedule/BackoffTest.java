package org.kalepool.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofSeconds(3), Duration.ofMinutes(1));

  @Test
  void waitsTwiceAsLongAfterEachFailureUpToTheLimit() {
    assertThat(LongStream.rangeClosed(1, 7).mapToObj(backoff::after).map(Duration::toSeconds))
        .containsExactly(3L, 6L, 12L, 24L, 48L, 60L, 60L);
  }

  @Test
  void staysWithinItsBoundsWhateverIsCounted() {
    assertThat(backoff.after(0)).isEqualTo(Duration.ofSeconds(3));
    assertThat(backoff.after(-5)).isEqualTo(Duration.ofSeconds(3));
    assertThat(backoff.after(63)).isEqualTo(Duration.ofMinutes(1));
    assertThat(backoff.after(64)).isEqualTo(Duration.ofMinutes(1));
    assertThat(backoff.after(Long.MAX_VALUE)).isEqualTo(Duration.ofMinutes(1));
    assertThat(new Backoff(Duration.ofHours(1), Duration.ofMinutes(1)).after(1))
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(Backoff.doubled(1, 62, Long.MAX_VALUE)).isEqualTo(1L << 62);
    assertThat(Backoff.doubled(1, 63, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void spreadsAPauseOverItsLaterHalf() {
    SplittableRandom random = new SplittableRandom(1);
    assertThat(LongStream.range(0, 1_000).mapToObj(i -> backoff.spread(2, random)))
        .allSatisfy(
            pause -> assertThat(pause).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(6)))
        .hasSizeGreaterThan(1)
        .anySatisfy(pause -> assertThat(pause).isLessThan(Duration.ofMillis(3_100)))
        .anySatisfy(pause -> assertThat(pause).isGreaterThan(Duration.ofMillis(5_900)));
  }
}

package org.kalepool.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestTest {
  private final SteppedClock clock = new SteppedClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Rest rest = new Rest(clock, 4);

  @Test
  void restsSomeTimesAsLongAsTheRunTook() {
    assertThat(rest.over()).isTrue();
    rest.after(() -> clock.advance(Duration.ofMillis(50)));
    clock.advance(Duration.ofMillis(199));
    assertThat(rest.over()).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(rest.over()).isTrue();
  }

  @Test
  void doesNotRestOnAClockThatStandsStill() {
    rest.after(() -> {});
    assertThat(rest.over()).isTrue();
  }

  @Test
  void restsAfterAFailureToo() {
    assertThatThrownBy(
            () ->
                rest.after(
                    () -> {
                      clock.advance(Duration.ofMillis(50));
                      throw new IllegalStateException("failed");
                    }))
        .hasMessage("failed");
    assertThat(rest.over()).isFalse();
  }
}

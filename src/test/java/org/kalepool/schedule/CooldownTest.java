package org.kalepool.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.kalepool.lab.step.SteppedClock;

class CooldownTest {
  private final SteppedClock clock = new SteppedClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Cooldown cooldown = new Cooldown(clock, 4);

  @Test
  void restsSomeTimesAsLongAsTheRunTook() {
    assertThat(cooldown.over()).isTrue();
    cooldown.after(() -> clock.advance(Duration.ofMillis(50)));
    clock.advance(Duration.ofMillis(199));
    assertThat(cooldown.over()).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(cooldown.over()).isTrue();
  }

  @Test
  void doesNotRestOnAClockThatStandsStill() {
    cooldown.after(() -> {});
    assertThat(cooldown.over()).isTrue();
  }

  @Test
  void restsAfterAFailureToo() {
    assertThatThrownBy(
            () ->
                cooldown.after(
                    () -> {
                      clock.advance(Duration.ofMillis(50));
                      throw new IllegalStateException("failed");
                    }))
        .hasMessage("failed");
    assertThat(cooldown.over()).isFalse();
  }
}

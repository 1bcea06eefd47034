package org.kalepool.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.kalepool.schedule.SteppedClock;

class RateLimitTest {
  private final SteppedClock clock = new SteppedClock(Instant.parse("2026-01-01T00:00:00Z"));

  @Test
  void refusesWhatIsBeyondTheMinutesShareAndSaysWhenToComeBack() {
    RateLimit limit = new RateLimit(clock, 3);
    take(limit, 3);
    assertThatThrownBy(() -> limit.take("a"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> {
              assertThat(problem.kind()).isEqualTo(ProblemKind.TOO_MANY_REQUESTS);
              assertThat(problem.retryAfterSeconds()).isEqualTo(21);
            });
    limit.take("b");
    clock.advance(Duration.ofSeconds(20));
    limit.take("a");
    assertThatThrownBy(() -> limit.take("a")).isInstanceOf(ProblemException.class);
    clock.advance(Duration.ofMinutes(5));
    take(limit, 3);
    assertThatThrownBy(() -> limit.take("a")).isInstanceOf(ProblemException.class);
  }

  @Test
  void keepsCountOfABoundedNumberOfClients() {
    RateLimit limit = new RateLimit(clock, 1);
    for (int i = 0; i < 20_000; i++) {
      limit.take("client " + i);
    }
    assertThat(limit.clients()).isEqualTo(10_000);
  }

  private static void take(RateLimit limit, int times) {
    for (int i = 0; i < times; i++) {
      limit.take("a");
    }
  }
}

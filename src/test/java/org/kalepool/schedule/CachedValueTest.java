package org.kalepool.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.kalepool.lab.step.SteppedClock;

class CachedValueTest {
  private final SteppedClock clock = new SteppedClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final AtomicInteger counted = new AtomicInteger();

  @Test
  void countsAgainOnlyWhenTheFigureIsTooOld() {
    CachedValue<Integer> figure =
        new CachedValue<>(clock, Duration.ofSeconds(10), counted::incrementAndGet);
    assertThat(figure.get()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(10));
    assertThat(figure.get()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(1));
    assertThat(figure.get()).isEqualTo(2);
  }

  @Test
  void countsAgainWhenTheClockWasSetBack() {
    CachedValue<Integer> figure =
        new CachedValue<>(clock, Duration.ofSeconds(10), counted::incrementAndGet);
    clock.advance(Duration.ofDays(1));
    assertThat(figure.get()).isEqualTo(1);
    clock.advance(Duration.ofDays(-1));
    assertThat(figure.get()).isEqualTo(2);
  }

  @Test
  void givesTheOldFigureWhileSomebodyElseCounts() throws Exception {
    CountDownLatch counting = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CachedValue<Integer> figure =
        new CachedValue<>(
            clock,
            Duration.ofSeconds(10),
            () -> {
              int count = counted.incrementAndGet();
              if (count == 2) {
                counting.countDown();
                await(goOn);
              }
              return count;
            });
    figure.get();
    clock.advance(Duration.ofSeconds(11));
    CompletableFuture<Integer> other = CompletableFuture.supplyAsync(figure::get);
    await(counting);
    assertThat(figure.get()).isEqualTo(1);
    goOn.countDown();
    assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo(2);
    assertThat(counted).hasValue(2);
  }

  @Test
  void countsAgainAfterAFailure() {
    CachedValue<Integer> figure =
        new CachedValue<>(
            clock,
            Duration.ofSeconds(10),
            () -> {
              if (counted.incrementAndGet() == 1) {
                throw new IllegalStateException("no database");
              }
              return 7;
            });
    assertThatThrownBy(figure::get).hasMessage("no database");
    assertThat(figure.get()).isEqualTo(7);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

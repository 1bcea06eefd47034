package org.kalepool.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesProfile;

/** Tasks that hang, on the real executor. In an application, as each runs in a request context. */
@Timeout(60)
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class TaskWatchTest {
  private final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-28T12:00:00Z"));
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final TaskWatch watch = new TaskWatch(meters, clock, Duration.ofMinutes(3));
  private final VirtualTasks tasks = new VirtualTasks(1, new TaskRunner(meters, () -> true), watch);

  private static void sleep() {
    try {
      TimeUnit.HOURS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Test
  void aTaskThatHangsIsEndedCountedAndShownAndItsPlaceComesBack() throws InterruptedException {
    CountDownLatch hangs = new CountDownLatch(1);
    tasks.submit(
        "lane GABC",
        () -> {
          hangs.countDown();
          sleep();
        });
    hangs.await();
    CountDownLatch next = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    tasks.submit(
        "next",
        () -> {
          interrupted.set(Thread.interrupted());
          next.countDown();
        });
    clock.advance(Duration.ofMinutes(3));
    watch.look();
    assertThat(watch.lately()).isEmpty();
    assertThat(next.getCount()).as("there is one place").isEqualTo(1);
    clock.advance(Duration.ofSeconds(1));
    watch.look();
    next.await();
    assertThat(interrupted).isFalse();
    assertThat(watch.lately())
        .singleElement()
        .satisfies(
            overrun -> {
              assertThat(overrun.task()).isEqualTo("lane GABC");
              assertThat(overrun.ran()).isEqualTo(Duration.ofSeconds(181));
              assertThat(overrun.running()).isFalse();
              assertThat(overrun.where()).startsWith("org.kalepool.");
            });
    assertThat(meters.counter("kale.tasks.overran", "task", "lane").count()).isEqualTo(1);
    clock.advance(Duration.ofMinutes(11));
    assertThat(watch.lately()).isEmpty();
    tasks.close(Duration.ofSeconds(5));
  }

  @Test
  void aStageMayHaveMoreTimeAndOneThatDoesNotHeedItIsShownForAsLongAsItRuns()
      throws InterruptedException {
    watch.limit("reconcile", Duration.ofMinutes(20));
    CountDownLatch runs = new CountDownLatch(1);
    CountDownLatch stubborn = new CountDownLatch(1);
    tasks.submit(
        "reconcile",
        () -> {
          runs.countDown();
          boolean waiting = true;
          while (waiting) {
            try {
              stubborn.await();
              waiting = false;
            } catch (InterruptedException e) {
              // as code does that swallows it
            }
          }
        });
    runs.await();
    clock.advance(Duration.ofMinutes(20));
    watch.look();
    assertThat(watch.lately()).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    watch.look();
    clock.advance(Duration.ofMinutes(30));
    watch.look();
    assertThat(watch.lately()).singleElement().matches(Overruns.Overrun::running);
    assertThat(meters.counter("kale.tasks.overran", "task", "reconcile").count()).isEqualTo(1);
    stubborn.countDown();
    tasks.close(Duration.ofSeconds(5));
    assertThat(watch.lately()).singleElement().matches(overrun -> !overrun.running());
  }

  @Test
  void closingEndsWhatHangs() throws InterruptedException {
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    tasks.submit(
        "hangs",
        () -> {
          hangs.countDown();
          try {
            sleep();
          } finally {
            ended.countDown();
          }
        });
    hangs.await();
    long start = System.nanoTime();
    tasks.close(Duration.ofMillis(200));
    ended.await();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }
}

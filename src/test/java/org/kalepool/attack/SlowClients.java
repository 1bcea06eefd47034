package org.kalepool.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients that take their time, and as many connections as they can get. */
interface SlowClients extends Target {
  int PER_ADDRESS = 64;

  String BEGUN =
      "POST /api/v1/farmers HTTP/1.1\r\nHost: pool\r\nContent-Type: application/json\r\n"
          + "Content-Length: 200\r\n\r\n{";

  /** Seen before: they held every worker thread, sweeps did not run, stakes were lost. */
  @Test
  default void slowBodiesStopNeitherTheFarmingNorTheApiNorLiveness() throws Exception {
    List<Duration> alive = new ArrayList<>();
    long attacked =
        farming()
            .duringBlock(
                () -> {
                  try (Crowd crowd = Crowd.open(pool().url(), 120, 5, 52)) {
                    crowd.send(BEGUN);
                    long block = farming().newest();
                    while (farming().newest() == block) {
                      alive.add(calls().timeToLiveness());
                      alive.add(timeTo("/q/health/live"));
                      assertThat(timeTo("/api/v1/poolers")).isLessThan(Duration.ofSeconds(2));
                      TimeUnit.MILLISECONDS.sleep(100);
                      refill(crowd);
                    }
                  }
                });
    alive.sort(null);
    assertThat(alive.get(alive.size() / 2)).as("%s", alive).isLessThan(Duration.ofMillis(100));
    assertThat(alive.getLast()).as("%s", alive).isLessThan(Duration.ofSeconds(2));
    farming().everybodyFarmed(attacked);
  }

  /** What was closed for being slow is there again. */
  private void refill(Crowd crowd) throws IOException {
    if (crowd.open() < 200) {
      Crowd.open(pool().url(), 130, 5, 52).send(BEGUN).moveTo(crowd);
    }
  }

  private Duration timeTo(String path) {
    long start = System.nanoTime();
    assertThat(calls().call("GET", path, AttackedPool.OPERATOR_KEY, null).status()).isEqualTo(200);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  default void aRequestThatDawdlesIsToldSoAndClosedHoweverManyBytesItSends() throws Exception {
    double before = metric("kale_http_refused_total");
    try (RawConnection body = connect();
        RawConnection head = connect()) {
      body.send(BEGUN);
      head.send("GET /api/v1/poolers HTTP/1.1\r\n");
      long start = System.nanoTime();
      while (System.nanoTime() - start < AttackedPool.REQUEST_TIMEOUT.toNanos() / 2) {
        body.send("1");
        head.send("a: b\r\n");
        TimeUnit.MILLISECONDS.sleep(200);
      }
      String answer = body.answer(PATIENCE);
      assertThat(RawConnection.status(answer)).as(answer).isEqualTo(408);
      assertThat(answer).contains("application/problem+json", "\"code\":\"request_timeout\"");
      assertThat(RawConnection.status(head.answer(PATIENCE))).isEqualTo(408);
      assertThat(System.nanoTime() - start)
          .isLessThan(AttackedPool.REQUEST_TIMEOUT.multipliedBy(3).toNanos());
      assertThat(body.isOpen()).isFalse();
    }
    assertThat(metric("kale_http_refused_total")).isEqualTo(before + 2);
  }

  @Test
  default void ofFifteenHundredHalfOpenConnectionsFewAreKeptAndNoneForLong() throws Exception {
    try (Crowd crowd = Crowd.open(pool().url(), ATTACKER, 1500)) {
      assertThat(crowd.shrinksTo(PER_ADDRESS, Duration.ofSeconds(2))).isTrue();
      assertThat(calls().get("/q/health/live").status()).isEqualTo(200);
      assertThat(crowd.shrinksTo(0, AttackedPool.REQUEST_TIMEOUT.multipliedBy(3))).isTrue();
    }
    try (RawConnection again = connect()) {
      again.send("GET /q/health/live HTTP/1.1\r\nHost: pool\r\nConnection: close\r\n\r\n");
      assertThat(RawConnection.status(again.answer(PATIENCE))).isEqualTo(200);
    }
  }
}

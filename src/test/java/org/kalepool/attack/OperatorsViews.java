package org.kalepool.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What only operators are to see. */
interface OperatorsViews extends Target {
  @Test
  default void whatOperatorsWatchIsNotOnThePublicPort() {
    for (String path :
        List.of(
            "/q",
            "/q/metrics",
            "/q/metrics/",
            "/q/%6detrics",
            "/q/../q/metrics",
            "/q/health",
            "/q/health/ready",
            "/q/health/well",
            "/q/health/started",
            "/q/openapi",
            "/q/dev",
            "/q/info")) {
      assertThat(calls().get(path).status()).as(path).isEqualTo(404);
    }
    assertThat(calls().get("/q/health/live").text()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(calls().health("live").text()).contains("hashing");
    assertThat(calls().metrics()).contains("kale_work_threads");
  }
}

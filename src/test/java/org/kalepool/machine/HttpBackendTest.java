package org.kalepool.machine;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.kalepool.machine.PoolerMessages.Beat;

final class HttpBackendTest {
  private static final String ME = "/api/v1/pooler/me";

  @RegisterExtension
  static final WireMockExtension NET =
      WireMockExtension.newInstance()
          .options(wireMockConfig().dynamicPort().dynamicHttpsPort())
          .build();

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final HttpBackend backend =
      new HttpBackend(
          URI.create("http://localhost:" + NET.getPort()),
          SpokenBackend.KEY,
          Duration.ofSeconds(3),
          meters);

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void aRefusalTellsItsCodeAndReason() {
    NET.stubFor(
        get(ME)
            .willReturn(
                aResponse()
                    .withStatus(403)
                    .withBody("{\"code\":\"not_your_pooler\",\"detail\":\"another's\"}")));
    assertThatExceptionOfType(BackendRefusalException.class)
        .isThrownBy(backend::me)
        .satisfies(e -> assertThat(e.code()).isEqualTo("not_your_pooler"))
        .satisfies(e -> assertThat(e.status()).isEqualTo(403))
        .withMessageContaining("another's")
        .withMessageNotContaining(SpokenBackend.KEY);
    assertThat(
            meters.counter("kale.machine.backend.calls", "call", "me", "result", "refused").count())
        .isEqualTo(1);
  }

  @Test
  void aRefusalNamesTheFieldsThatWereWrong() {
    NET.stubFor(
        get(ME)
            .willReturn(
                aResponse()
                    .withStatus(422)
                    .withBody(
                        "{\"detail\":\"The request has invalid fields.\",\"errors\":[{\"field\":"
                            + "\"wait_seconds\",\"message\":\"must be 0 to 60\"}]}")));
    assertThatExceptionOfType(BackendRefusalException.class)
        .isThrownBy(backend::me)
        .withMessage("me: 422, The request has invalid fields. (wait_seconds must be 0 to 60)");
  }

  @Test
  void whoAsksTooOftenHearsWhenToComeBack() {
    NET.stubFor(get(ME).willReturn(aResponse().withStatus(429).withHeader("Retry-After", "17")));
    assertThatExceptionOfType(BackendAwayException.class)
        .isThrownBy(backend::me)
        .satisfies(e -> assertThat(e.after()).isEqualTo(Duration.ofSeconds(17)));
  }

  @Test
  void aPageOfAProxysIsNoAnswer() {
    NET.stubFor(get(ME).willReturn(aResponse().withStatus(502).withBody("<html>Bad Gateway")));
    assertThatExceptionOfType(BackendAwayException.class)
        .isThrownBy(backend::me)
        .withMessageContaining("502");
    NET.stubFor(get(ME).willReturn(aResponse().withBody("<html>Welcome")));
    assertThatExceptionOfType(BackendAwayException.class).isThrownBy(backend::me);
  }

  @Test
  void aRedirectionIsNotFollowedSoThatTheKeyGoesNowhereElse() {
    NET.stubFor(
        get(ME).willReturn(aResponse().withStatus(307).withHeader("Location", "/elsewhere")));
    assertThatExceptionOfType(BackendRefusalException.class)
        .isThrownBy(backend::me)
        .satisfies(e -> assertThat(e.status()).isEqualTo(307));
    NET.verify(0, getRequestedFor(urlEqualTo("/elsewhere")));
  }

  @Test
  void aCertificateThatNobodyVouchesForIsNoBackends() {
    try (HttpBackend strange =
        new HttpBackend(
            URI.create("https://localhost:" + NET.getHttpsPort()),
            SpokenBackend.KEY,
            Duration.ofSeconds(10),
            meters)) {
      assertThatExceptionOfType(BackendAwayException.class)
          .isThrownBy(strange::me)
          .withMessageContaining("certification path");
    }
    assertThat(NET.getAllServeEvents()).isEmpty();
  }

  @Test
  void aBackendThatStallsInTheMiddleOfAnAnswerIsLeftAtTheDeadline() {
    NET.stubFor(
        get(ME)
            .willReturn(
                aResponse().withBody("{}".repeat(1_000)).withChunkedDribbleDelay(9, 20_000)));
    assertThatExceptionOfType(BackendAwayException.class)
        .isThrownBy(backend::me)
        .withMessageContaining("no answer within");
  }

  @Test
  void fieldsThatANewerBackendTellsAreNoFault() {
    NET.stubFor(
        post(urlEqualTo("/api/v1/pooler/heartbeat"))
            .inScenario("beat")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(
                aResponse()
                    .withBody(
                        "{\"heartbeat_seconds\":12,\"news\":[1],\"block_index\":null,"
                            + "\"planting\":{\"allowed\":false,\"why\":\"debt\"}}")));
    PoolerMessages.BeatAnswer answer = backend.heartbeat(new Beat("1", 1, 1, 1, null, false));
    assertThat(answer.heartbeatSeconds()).isEqualTo(12);
    assertThat(answer.planting()).isEqualTo(new PoolerMessages.PlantingAllowed(false, "debt"));
  }
}

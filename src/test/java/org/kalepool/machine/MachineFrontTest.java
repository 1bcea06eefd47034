package org.kalepool.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Health and metrics of a machine by HTTP, and what its operator sees. */
final class MachineFrontTest extends MachineFixture {
  private final HttpClient client = HttpClient.newHttpClient();
  private MachineFront front;

  @BeforeEach
  void listens() {
    front = new MachineFront(machine, () -> "kale_machine_block 7\n", clock, "127.0.0.1", 0);
  }

  @AfterEach
  void stops() {
    front.close();
    client.close();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + front.port() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private JsonNode check(String path, String name) throws IOException, InterruptedException {
    for (JsonNode check : new ObjectMapper().readTree(get(path).body()).path("checks")) {
      if (check.path("name").asText().equals(name)) {
        return check;
      }
    }
    throw new AssertionError("no check " + name);
  }

  @Test
  void aMachineThatHasSeenNothingHasNotStarted() throws Exception {
    assertThat(get("/q/health/started").statusCode()).isEqualTo(503);
    nextBlock();
    assertThat(get("/q/health/started").statusCode()).isEqualTo(200);
    assertThat(get("/q/health").statusCode()).isEqualTo(200);
  }

  @Test
  void aBackendThatIsAwayIsToldAndTheMachineStaysAlive() throws Exception {
    nextBlock();
    backend.away = true;
    age(60);
    JsonNode check = check("/q/health/ready", "backend");
    assertThat(check.path("status").asText()).isEqualTo("DOWN");
    assertThat(check.at("/data/why").asText()).contains("503");
    assertThat(get("/q/health/ready").statusCode()).isEqualTo(503);
    assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
    assertThat(MachineScreen.text(machine.view())).contains("3 farmers", "BACKEND AWAY");
  }

  @Test
  void anEngineWithoutATurnForAMinuteIsDead() throws Exception {
    nextBlock();
    assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
    clock.advance(java.time.Duration.ofSeconds(61));
    assertThat(get("/q/health/live").statusCode()).isEqualTo(503);
  }

  @Test
  void metricsAreText() throws Exception {
    nextBlock();
    assertThat(get("/q/metrics").body()).isEqualTo("kale_machine_block 7\n");
    assertThat(meters.get("kale.machine.farmers").gauge().value()).isEqualTo(FARMERS);
    assertThat(meters.get("kale.work.farmers").gauge().value()).isEqualTo(FARMERS);
    assertThat(get("/other").statusCode()).isEqualTo(404);
  }

  @Test
  void theScreenTellsBlockTimeFarmersAndZeros() {
    assertThat(MachineScreen.text(machine.view())).isEqualTo("looking for the network");
    nextBlock();
    age(100);
    assertThat(MachineScreen.text(machine.view()))
        .startsWith("block " + block() + "  3:20 left  3 farmers  ")
        .matches(".*  zeros [0-9]  sent 0  landed 0  gap 0");
  }
}

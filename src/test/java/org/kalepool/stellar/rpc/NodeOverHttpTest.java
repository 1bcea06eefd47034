package org.kalepool.stellar.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.sandbox.SandboxConfig;
import org.kalepool.lab.sandbox.Traffic;
import org.kalepool.lab.step.Stepper;
import org.kalepool.stellar.chain.Terms;
import org.kalepool.testing.Management;
import org.kalepool.testing.PostgresResource;

/**
 * A pool that starts while its node is down; then the node is there for an hour, with ledgers as
 * large as the public ones, and is gone again. In this order.
 */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(NodeOverHttpTest.NodeDown.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodeOverHttpTest {
  private static final int LEDGER_BYTES = 3_700_000;
  private static final int LEDGER_SECONDS = 5;
  private static final int LEDGERS_AN_HOUR = 3_600 / LEDGER_SECONDS;

  private static @Nullable Sandbox network;

  public static final class NodeDown implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      SandboxConfig network = SandboxConfig.stepped();
      return Map.of(
          "kale.stepped",
          "true",
          "kale.rpc.url",
          "http://127.0.0.1:" + freePort(),
          "kale.rpc.max-clock-lag",
          "0s",
          "kale.network.passphrase",
          network.passphrase(),
          "kale.contract.id",
          network.farmContract().text(),
          "kale.asset",
          "KALE:" + network.issuer().text(),
          "kale.pooler.generate-wallet",
          "true");
    }

    private static int freePort() {
      try (ServerSocket socket = new ServerSocket(0)) {
        return socket.getLocalPort();
      } catch (IOException e) {
        throw new UncheckedIOException("no free port", e);
      }
    }
  }

  @Inject Stepper stepper;
  @Inject Terms terms;

  @AfterAll
  static void close() {
    if (network != null) {
      network.close();
      network = null;
    }
  }

  @Test
  @Order(1)
  void isNotReadyWhileTheNodeIsDown() {
    stepper.step(Duration.ofSeconds(5));
    Management.given().get("/q/health/started").then().statusCode(200);
    Management.given().get("/q/health/live").then().statusCode(200);
    Management.given()
        .get("/q/health/ready")
        .then()
        .statusCode(503)
        .body("checks.find { it.name == 'network' }.data.reachable", equalTo(false))
        .body("checks.find { it.name == 'network' }.data.trouble", equalTo("unreachable"))
        .body("checks.findAll { it.status == 'DOWN' }.name", hasItem("blocks"));
  }

  @Test
  @Order(2)
  void recoversByItselfWhenTheNodeIsThere() {
    // Not injected: a test class is a bean in every test's application, and not all have a node.
    String url = ConfigProvider.getConfig().getValue("kale.rpc.url", String.class);
    int port = Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    Sandbox node =
        Sandbox.start(
            SandboxConfig.stepped().with().port(port).ledgerSeconds(LEDGER_SECONDS).build());
    network = node;
    node.ledgerBytes(LEDGER_BYTES);
    // Nobody has planted on the new network, so its block 0 is known once the next one is due.
    node.closeLedger(node.now() + 300);
    for (int i = 0; i < 6; i++) {
      node.closeLedger();
      stepper.step(Duration.ofSeconds(15));
    }
    Management.given()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("checks.find { it.name == 'network' }.data.reachable", equalTo(true))
        .body("checks.find { it.name == 'blocks' }.data.block", equalTo(0));
  }

  @Test
  @Order(3)
  void anHourAtRestTakesLessThanFiveMegabytesWhateverALedgerIsLong() {
    Sandbox node = there();
    // At its start it cut a whole ledger off: how much of that lies in the sockets is chance.
    Traffic before = node.traffic();
    for (int i = 0; i < LEDGERS_AN_HOUR; i++) {
      node.closeLedger();
      stepper.pass(Duration.ofSeconds(LEDGER_SECONDS));
    }
    Traffic hour = node.traffic().since(before);
    assertThat(hour.bytes()).isLessThan(5_000_000L);
    assertThat(hour.requests()).isBetween((long) LEDGERS_AN_HOUR, 4L * LEDGERS_AN_HOUR);
    assertThat(terms.baseReserve().stroops()).isEqualTo(5_000_000);
  }

  @Test
  @Order(4)
  void isNotReadyWhenTheNodeIsGoneAgain() {
    there().close();
    stepper.step(Duration.ofSeconds(15));
    Management.given().get("/q/health/ready").then().statusCode(503);
  }

  private static Sandbox there() {
    if (network == null) {
      throw new AssertionError("there is no node: the tests are run in their order");
    }
    return network;
  }
}

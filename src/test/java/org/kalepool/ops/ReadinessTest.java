package org.kalepool.ops;

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
import org.junit.jupiter.api.Test;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.sandbox.SandboxConfig;
import org.kalepool.lab.step.Stepper;
import org.kalepool.testing.Management;
import org.kalepool.testing.PostgresResource;

/** The pool starts while its RPC node is down, says so, and recovers by itself. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ReadinessTest.NodeDown.class)
class ReadinessTest {
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
  }

  @Inject Stepper stepper;

  @Test
  void isNotReadyWhileTheNodeIsDownAndRecoversByItself() {
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

    // Not injected: a test class is a bean in every test's application, and not all have a node.
    String rpcUrl = ConfigProvider.getConfig().getValue("kale.rpc.url", String.class);
    int port = Integer.parseInt(rpcUrl.substring(rpcUrl.lastIndexOf(':') + 1));
    try (Sandbox network = Sandbox.start(SandboxConfig.stepped().with().port(port).build())) {
      // Nobody has planted on the new network, so its block 0 is known once the next one is due.
      network.closeLedger(network.now() + 300);
      for (int i = 0; i < 6; i++) {
        network.closeLedger();
        stepper.step(Duration.ofSeconds(15));
      }
      Management.given()
          .get("/q/health/ready")
          .then()
          .statusCode(200)
          .body("checks.find { it.name == 'network' }.data.reachable", equalTo(true))
          .body("checks.find { it.name == 'blocks' }.data.block", equalTo(0));
    }
    stepper.step(Duration.ofSeconds(15));
    Management.given().get("/q/health/ready").then().statusCode(503);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
  }
}

package org.kalepool.stellar.rpc;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.kalepool.lab.sandbox.Traffic;
import org.kalepool.lab.step.Stepper;
import org.kalepool.stellar.chain.Terms;
import org.kalepool.testing.PostgresResource;

/** What a pool with nothing open asks of a node whose ledgers are as large as the public ones. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(AtRestTest.OverHttp.class)
class AtRestTest {
  private static final int LEDGER_BYTES = 3_700_000;
  private static final int LEDGER_SECONDS = 5;
  private static final int LEDGERS_AN_HOUR = 3_600 / LEDGER_SECONDS;

  public static final class OverHttp implements QuarkusTestProfile {
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

  @Test
  void anHourAtRestTakesLessThanFiveMegabytesWhateverALedgerIsLong() {
    String url = ConfigProvider.getConfig().getValue("kale.rpc.url", String.class);
    int port = Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    try (Sandbox network =
        Sandbox.start(
            SandboxConfig.stepped().with().port(port).ledgerSeconds(LEDGER_SECONDS).build())) {
      network.ledgerBytes(LEDGER_BYTES);
      Traffic before = network.traffic();
      for (int i = 0; i < LEDGERS_AN_HOUR; i++) {
        network.closeLedger();
        stepper.pass(Duration.ofSeconds(LEDGER_SECONDS));
      }
      Traffic hour = network.traffic().since(before);
      assertThat(hour.bytes()).isLessThan(5_000_000L);
      assertThat(hour.requests()).isBetween((long) LEDGERS_AN_HOUR, 4L * LEDGERS_AN_HOUR);
      assertThat(terms.baseReserve().stroops()).isEqualTo(5_000_000);
    }
  }
}

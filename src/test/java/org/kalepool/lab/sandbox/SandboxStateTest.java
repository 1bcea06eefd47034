package org.kalepool.lab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kalepool.lab.sandbox.SteppedSandbox.ALICE;
import static org.kalepool.lab.sandbox.SteppedSandbox.BOB;
import static org.kalepool.lab.sandbox.SteppedSandbox.key;
import static org.kalepool.lab.sandbox.SteppedSandbox.xlm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;

class SandboxStateTest {
  @TempDir private Path folder;

  private SteppedSandbox start() {
    return new SteppedSandbox(SteppedSandbox.farmers().dataDir(folder).build());
  }

  @Test
  void goesOnAfterACrashWhereTheLastClosedLedgerLeftIt() {
    String hash;
    Pail pail;
    long ledger;
    // never closed: a killed process does not close anything either
    SteppedSandbox killed = start();
    JsonNode planted = killed.plant(key("alice"), 30_000_000);
    hash = planted.path("txHash").asText();
    pail = killed.sandbox.pail(ALICE, 0).orElseThrow();
    killed.sandbox.fund(BOB, xlm(5));
    killed.send(killed.prepared(key("bob"), killed.maker.plant(BOB, BigInteger.ONE)));
    ledger = killed.sandbox.ledger();
    JsonNode latest = killed.result("getLatestLedger", null);

    try (SteppedSandbox again = start()) {
      assertThat(again.sandbox.ledger()).isEqualTo(ledger);
      assertThat(again.result("getLatestLedger", null).path("id")).isEqualTo(latest.path("id"));
      assertThat(again.sandbox.pail(ALICE, 0)).contains(pail);
      assertThat(again.sandbox.pailLiveUntil(ALICE, 0))
          .isEqualTo(killed.sandbox.pailLiveUntil(ALICE, 0));
      assertThat(again.sandbox.farm()).isEqualTo(killed.sandbox.farm());
      assertThat(again.sandbox.kale(ALICE)).contains(Kale.ofStroops(9_970_000_000L));
      assertThat(again.sandbox.lumens(BOB)).isEqualTo(killed.sandbox.lumens(BOB));
      assertThat(again.transaction(hash)).isEqualTo(killed.transaction(hash));
      // what was pending is gone, as on a real network
      again.sandbox.closeLedger();
      assertThat(again.sandbox.pail(BOB, 0)).isEmpty();
      JsonNode next = again.plant(key("bob"), 10_000_000);
      assertThat(next.path("status").asText()).isEqualTo("SUCCESS");
    } finally {
      killed.close();
    }
  }

  @Test
  void leavesOutALedgerThatWasOnlyHalfWritten() throws IOException {
    try (SteppedSandbox network = start()) {
      network.plant(key("alice"), 30_000_000);
      network.sandbox.closeLedger();
    }
    List<Path> logs;
    try (var files = Files.list(folder)) {
      logs = files.filter(file -> file.getFileName().toString().startsWith("ledgers-")).toList();
    }
    assertThat(logs).hasSize(1);
    long size = Files.size(logs.getFirst());
    try (var file = FileChannel.open(logs.getFirst(), StandardOpenOption.WRITE)) {
      file.truncate(size - 10);
    }
    try (SteppedSandbox network = start()) {
      assertThat(network.sandbox.ledger()).isEqualTo(1_001);
      assertThat(network.sandbox.pail(ALICE, 0)).isPresent();
    }
  }

  @Test
  void refusesAnotherNetworksFolder() {
    start().close();
    SandboxConfig other =
        SteppedSandbox.farmers().dataDir(folder).passphrase("Another Network").build();
    assertThatThrownBy(() -> Sandbox.start(other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another network");
  }

  @Test
  void forgetsTemporaryEntriesInTheLedgerAfterTheirLast() {
    SandboxConfig config = SteppedSandbox.farmers().minTempTtl(20).build();
    try (SteppedSandbox network = new SteppedSandbox(config)) {
      network.plant(key("alice"), 30_000_000);
      long planted = network.sandbox.ledger();
      assertThat(network.sandbox.pailLiveUntil(ALICE, 0)).hasValue(planted + 19);
      network.sandbox.closeLedgers(19);
      assertThat(network.sandbox.pail(ALICE, 0)).isPresent();
      network.sandbox.closeLedger();
      assertThat(network.sandbox.pail(ALICE, 0)).isEmpty();
      assertThat(network.sandbox.block(0)).isEmpty();
    }
  }

  @Test
  void skipsLedgersInWhichNothingHappened() {
    try (SteppedSandbox network = SteppedSandbox.withFarmers()) {
      network.sandbox.closeLedger(50_000, network.sandbox.now() + 100_000);
      assertThat(network.sandbox.ledger()).isEqualTo(50_000);
      assertThatThrownBy(() -> network.sandbox.closeLedger(49_999, network.sandbox.now() + 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}

package org.kalepool.lab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kalepool.lab.sandbox.SteppedSandbox.ALICE;
import static org.kalepool.lab.sandbox.SteppedSandbox.key;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Block;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.kale.WorkHash;

class SandboxGameTest {
  private static final long STAKE = 50_000_000;

  @Test
  void plantsWorksAndHarvestsThroughTheRpc() {
    try (SteppedSandbox network = SteppedSandbox.withFarmers()) {
      Sandbox sandbox = network.sandbox;
      JsonNode planted = network.plant(key("alice"), STAKE);
      assertThat(planted.path("status").asText()).isEqualTo("SUCCESS");
      assertThat(sandbox.kale(ALICE)).contains(Kale.ofStroops(9_950_000_000L));
      Pail pail = sandbox.pail(ALICE, 0).orElseThrow();
      assertThat(pail.stake()).isEqualTo(BigInteger.valueOf(STAKE));
      assertThat(pail.sequence()).isEqualTo(sandbox.ledger());

      Block block = sandbox.block(0).orElseThrow();
      Hash hash = WorkHash.of(0, 7, block.entropy(), ALICE);
      sandbox.closeLedgers(3);
      JsonNode worked =
          network.land(network.prepared(key("bob"), network.maker.work(ALICE, hash, 7)));
      assertThat(worked.path("status").asText()).isEqualTo("SUCCESS");
      assertThat(sandbox.pail(ALICE, 0).orElseThrow().gap()).isEqualTo(4L);

      sandbox.closeLedger(sandbox.now() + 300);
      network.plant(key("bob"), 0);
      assertThat(sandbox.farm().index()).isEqualTo(1);
      JsonNode simulated = network.simulate(ALICE, network.maker.harvest(ALICE, 0));
      assertThat(simulated.path("results").path(0).path("auth")).isEmpty();
      network.land(network.prepared(key("bob"), network.maker.harvest(ALICE, 0)));
      assertThat(sandbox.kale(ALICE).orElseThrow().stroops()).isGreaterThan(10_000_000_000L);
      assertThat(sandbox.pail(ALICE, 0)).isEqualTo(Optional.empty());
    }
  }
}

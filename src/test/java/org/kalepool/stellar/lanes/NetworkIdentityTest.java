package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.lab.step.SteppedTasks;
import org.kalepool.settings.SettingsOf;
import org.kalepool.stellar.NetworkSettings;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.chain.NetworkIdentity;
import org.kalepool.stellar.chain.NetworkMemory;
import org.kalepool.stellar.rpc.ConfiguredNetwork;
import org.kalepool.stellar.rpc.NetworkWatch;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.rpc.TestNetwork;
import org.kalepool.testing.Management;
import org.kalepool.testing.PostgresResource;

/** A node of another network, a reset one, or one with too short a memory: nothing is settled. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(LanesProfile.class)
class NetworkIdentityTest extends LanesFixture {
  private static final NetworkSettings NONE = SettingsOf.mapping(NetworkSettings.class);

  private static final String OTHER = "the node serves another network";

  @Inject NetworkWatch status;
  @Inject NetworkMemory memory;
  @Inject StellarRpc rpc;

  @BeforeEach
  void aKnownNetwork() {
    node.tellHashes = true;
    farm.run("delete from network_memory");
    outage();
    rpc.getHealth();
    assertThat(status.view().reachable()).isTrue();
  }

  @Test
  void aResetNetworkIsNotFarmedAndWhatIsOpenIsNotSettled() {
    long id = requested(null);
    long ledger = node.ledger;
    long time = node.closeTime;
    node.ledger = 40;
    node.closeTime = time + 10_000;
    node.forgetEverything();
    step();
    step();
    assertThat(state(id)).isEqualTo("BUILT");
    assertThat(settled.all()).isEmpty();
    assertThat(status.view().lastError()).contains("reset").contains("" + ledger);
    assertThatThrownBy(rpc::getFeeStats).hasMessageContaining("reset");
    Management.given()
        .get("/q/health/ready")
        .then()
        .statusCode(503)
        .body(
            "checks.find { it.name == 'network' }.data.lastError",
            containsString("newest ledger is 40"))
        .body("checks.find { it.name == 'network' }.data.trouble", equalTo("wrong_network"))
        .body("checks.find { it.name == 'network' }.data.reachable", equalTo(false));

    node.ledger = ledger + 1;
    node.rememberAgain();
    step();
    step();
    step();
    assertThat(status.view().reachable()).isTrue();
    assertThat(state(id)).isNotEqualTo("REFUSED");
  }

  @Test
  void aNetworkWithTheSamePassphraseAndOtherLedgersIsFoundOutByAHash() {
    outage();
    ((SteppedClock) clock).advance(Duration.ofHours(2));
    node.hashes = "ee";
    assertThatThrownBy(rpc::getFeeStats).hasMessageContaining(OTHER);
    assertThat(status.view().lastError()).contains(OTHER);
  }

  @Test
  void aNetworkWhoseLedgersClosedAtOtherTimesIsAnother() {
    outage();
    node.tellHashes = false;
    long time = node.closeTime;
    node.closeTime -= 5_000;
    assertThatThrownBy(rpc::getFeeStats).hasMessageContaining(OTHER);
    node.closeTime = time;
    ((SteppedClock) clock).advance(Duration.ofSeconds(20));
    rpc.getFeeStats();
    assertThat(status.view().reachable()).isTrue();
  }

  @Test
  void whatTheNodeHasForgottenSinceTheLastLookIsSaidAndNotGuessed() {
    long seen = memory.read().orElseThrow().ledger();
    outage();
    node.ledger += 50_000;
    node.closeTime += 250_000;
    node.oldestLedger = node.ledger - 17_280;
    assertThatThrownBy(rpc::getFeeStats)
        .hasMessageContaining("the pool last looked at ledger " + seen)
        .hasMessageContaining("kale.network.go-on-after=" + seen);

    NetworkIdentity told =
        new NetworkIdentity(
            memory,
            TestNetwork.settings(),
            SettingsOf.mapping(
                NetworkSettings.class, "kale.network.go-on-after", Long.toString(seen)),
            clock);
    told.check(this::rpcHealth, ledger -> Optional.empty());
    assertThat(memory.read().orElseThrow().ledger()).isEqualTo(node.ledger);
  }

  @Test
  void aNodeWithAShortMemoryIsTakenByAProcessThatHasLookedAtAllBefore() {
    long noted = memory.read().orElseThrow().ledger();
    NetworkIdentity looking = new NetworkIdentity(memory, TestNetwork.settings(), NONE, clock);
    looking.followed(noted + 5, node.closeTime + 25);
    looking.followed(noted + 11, node.closeTime + 55);
    node.ledger = noted + 14;
    node.closeTime += 70;
    node.oldestLedger = noted + 12;
    looking.check(this::rpcHealth, ledger -> Optional.empty());

    NetworkIdentity started = new NetworkIdentity(memory, TestNetwork.settings(), NONE, clock);
    assertThatThrownBy(() -> started.check(this::rpcHealth, ledger -> Optional.empty()))
        .hasMessageContaining("the pool last looked at ledger " + (noted + 5));
  }

  @Test
  void booksOfAnotherContractAreRefusedAtTheStart() {
    ConfiguredNetwork other =
        new ConfiguredNetwork(
            SettingsOf.mapping(
                NetworkSettings.class,
                "kale.network.passphrase",
                "Test SDF Network ; September 2015",
                "kale.contract.id",
                TestNetwork.CONTRACT,
                "kale.asset",
                TestNetwork.ASSET));
    NetworkIdentity started = new NetworkIdentity(memory, other, NONE, clock);
    assertThatThrownBy(() -> started.start(new io.quarkus.runtime.StartupEvent()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(TestNetwork.PASSPHRASE)
        .hasMessageContaining("Test SDF Network");
  }

  private Rpc.GetHealthResponse rpcHealth() {
    return new Rpc.GetHealthResponse(
        "healthy", node.ledger, node.closeTime, node.oldestLedger, 0, 17_280);
  }

  /** Long enough that the next answer may be another node's. */
  private void outage() {
    node.down = true;
    for (int i = 0; i < 4; i++) {
      ((SteppedClock) clock).advance(Duration.ofSeconds(20));
      assertThatThrownBy(rpc::getFeeStats).isInstanceOf(RpcException.class);
    }
    node.down = false;
    ((SteppedClock) clock).advance(Duration.ofSeconds(20));
    ((SteppedTasks) tasks).runAll();
  }
}

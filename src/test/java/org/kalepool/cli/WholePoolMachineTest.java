package org.kalepool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.WorkHash;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.machine.ChannelBook;
import org.kalepool.machine.HttpBackend;
import org.kalepool.machine.MachineBook;
import org.kalepool.machine.MachineSettings;
import org.kalepool.machine.OwnAccounts;
import org.kalepool.machine.PoolerMessages.Me;
import org.kalepool.settings.SettingsOf;
import org.kalepool.stellar.FeeSettings;
import org.kalepool.stellar.NetworkSettings;
import org.kalepool.stellar.RpcSettings;
import org.kalepool.stellar.chain.NodeChain;
import org.kalepool.stellar.lanes.NodeEnvelopes;
import org.kalepool.testing.PostgresResource;
import org.kalepool.wallet.OwnKeys;
import org.kalepool.work.WorkSettings;
import org.stellar.sdk.KeyPair;

/** A machine of {@code pool pooler} and the real backend, over HTTP on one stepped network. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(WholePool.class)
class WholePoolMachineTest extends PoolersFixture {
  @TempDir Path folder;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<String> log = new ArrayList<>();
  private @Nullable SteppedClock clock;
  private @Nullable HttpBackend backend;
  private @Nullable NodeChain chain;
  private org.kalepool.machine.@Nullable PoolerMachine machine;
  private @Nullable OwnKeys keys;

  /** With each ledger the machine does each of its things once. */
  @Override
  void step() {
    super.step();
    if (machine != null && clock != null) {
      clock.advance(Duration.between(clock.instant(), Instant.ofEpochSecond(sandbox.now())));
      machine.look();
      machine.plant();
      machine.work();
      machine.send();
      machine.talk();
      settle();
    }
  }

  private void start(PoolerMachine account) {
    clock = new SteppedClock(Instant.ofEpochSecond(sandbox.now()));
    backend =
        new HttpBackend(
            URI.create("http://127.0.0.1:" + RestAssured.port),
            account.key(),
            Duration.ofSeconds(10),
            meters);
    Me me = backend.me();
    assertThat(me.poolerId()).isEqualTo(account.id);
    chain =
        NodeChain.of(
            SettingsOf.mapping(RpcSettings.class, "kale.rpc.url", sandbox.rpcUrl().toString()),
            SettingsOf.mapping(FeeSettings.class),
            SettingsOf.mapping(
                NetworkSettings.class,
                "kale.network.passphrase",
                me.network().passphrase(),
                "kale.contract.id",
                me.network().contractId(),
                "kale.asset",
                me.network().asset()),
            clock,
            new SplittableRandom(5),
            meters);
    restart(account.id);
  }

  /** As after a kill: nothing was closed, and the journal is all there is. */
  private void restart(UUID pooler) {
    if (chain == null || backend == null || clock == null) {
      throw new IllegalStateException("not started");
    }
    machine =
        new org.kalepool.machine.PoolerMachine(
            new org.kalepool.machine.PoolerMachine.Parts(
                pooler,
                chain.chain(),
                backend,
                MachineBook.open(folder.resolve("journal")),
                own(),
                SettingsOf.mapping(WorkSettings.class, "kale.work.stepped-hashes", "3000"),
                SettingsOf.mapping(MachineSettings.class, "kale.pooler.plant-wait", "0s"),
                clock,
                new SplittableRandom(9),
                meters,
                1_000_000,
                true,
                log::add));
  }

  /** The accounts of a machine that sends works itself. */
  private Optional<OwnAccounts> own() {
    if (keys == null || chain == null) {
      return Optional.empty();
    }
    return Optional.of(
        new OwnAccounts(
            keys.wallet(),
            keys.accounts(),
            NodeEnvelopes.of(chain, SettingsOf.mapping(FeeSettings.class), keys),
            ChannelBook.open(folder.resolve("channels"))));
  }

  @AfterEach
  void end() {
    if (machine != null && backend != null && chain != null) {
      machine.close();
      backend.close();
      chain.close();
    }
    machine = null;
    keys = null;
  }

  private long worked(PoolerMachine account, long block) {
    return number(
        "select count(distinct farmer_id) from works where status = 'WORKED' and pooler_id = ?"
            + " and block_index = ?",
        account.id,
        block);
  }

  @Test
  void aMachineHasItsFarmersPlantedWorksReportsAndHarvestsAlsoAfterItWasKilled() {
    PoolerMachine account = machine("machine", "100000");
    List<Member> members = join(account.id, 3);
    start(account);
    nextBlock();
    long block = block();
    until("planted", 10, () -> planted(account, block) == 3);
    until("the middle of the block", 40, () -> age() >= 150);
    restart(account.id);
    until("worked", 60, () -> worked(account, block) == 3);
    nextBlock();
    until(
        "harvested",
        30,
        () -> members.stream().allMatch(it -> sandbox.pail(it.custodial(), block).isEmpty()));
    assertThat(log).anyMatch(it -> it.startsWith("block " + block + ": 3 of 3 farmers worked"));
    assertThat(meters.find("kale.machine.backend.calls").counters())
        .filteredOn(it -> it.count() > 0)
        .extracting(it -> it.getId().getTag("call") + " " + it.getId().getTag("result"))
        .contains(
            "heartbeat answered",
            "plant-request answered",
            "works answered",
            "work-complete answered",
            "harvest-request answered")
        .noneMatch(it -> it.endsWith(" refused") || it.endsWith(" away"));
    assertThat(
            number(
                "select count(*) from work_reports where pooler_id = ? and block_index = ?",
                account.id,
                block))
        .isEqualTo(3);
  }

  @Test
  void aMachineSendsItsWorksItselfAndTheBackendRecordsTheirNonces() throws IOException {
    PoolerMachine account = machine("sending", "100000");
    List<Member> members = join(account.id, 3);
    KeyPair wallet = KeyPair.random();
    sandbox.fund(Address.account(wallet.getPublicKey()), Xlm.parse("100"));
    Path secret = folder.resolve("secret");
    Files.writeString(secret, String.valueOf(wallet.getSecretSeed()));
    keys = OwnKeys.read(secret, 3);
    start(account);
    nextBlock();
    long block = block();
    until("planted", 10, () -> planted(account, block) == 3);
    until("worked", 60, () -> worked(account, block) == 3);
    assertThat(
            number(
                "select count(*) from work_requests q join farmers f on f.id = q.farmer_id"
                    + " where f.pooler_id = ? and q.block_index = ?",
                account.id,
                block))
        .as("works on the farmers' lanes")
        .isZero();
    nextBlock();
    until(
        "harvested",
        30,
        () -> members.stream().allMatch(it -> sandbox.pail(it.custodial(), block).isEmpty()));
    assertThat(number("select count(*) from work_nonces where block_index = ?", block))
        .isEqualTo(3);
    assertThat(
            rows(
                "select status || ' ' || (nonce is null) from works where block_index = ?"
                    + " and pooler_id = ?",
                block,
                account.id))
        .isNotEmpty()
        .containsOnly("WORKED true");
    Hash entropy = sandbox.block(block).orElseThrow().entropy();
    for (Member member : members) {
      JsonPath work =
          operator()
              .get("/api/v1/farmers/" + member.id() + "/works")
              .then()
              .statusCode(200)
              .extract()
              .jsonPath();
      int best = work.getList("items.block_index", Long.class).indexOf(block);
      String item = "items[" + best + "].";
      Hash hash = new Hash(work.getString(item + "hash"));
      long nonce = new BigInteger(work.getString(item + "nonce")).longValue();
      assertThat(WorkHash.of(block, nonce, entropy, member.custodial())).isEqualTo(hash);
      assertThat(work.getInt(item + "zeros")).isEqualTo(hash.zeros());
    }
    assertThat(
            number(
                "select count(*) from work_reports where pooler_id = ?"
                    + " and block_index = ? and transaction_hash is not null",
                account.id,
                block))
        .isEqualTo(3);
    assertThat(seen(account).getInt("false_claims")).isZero();
  }

  @Test
  void aNonceThatDoesNotHashToThePailsZerosIsNotBelieved() {
    PoolerMachine account = machine("liar", "100000");
    Member member = join(account.id, 1).getFirst();
    lives(account);
    nextBlock();
    long block = block();
    until("planted", 10, () -> planted(account, block) == 1);
    Map<String, Object> work = work(member, block, 3);
    PoolerMachine.good(account.works(block, List.of(work)));
    until("worked", 20, () -> worked(account, block) == 1);
    Map<String, Object> better = success(work(member, block, 4), 4);
    Map<String, Object> wrong = success(work(member, block, 3), 3);
    wrong.put("hash", "000" + "a".repeat(61));
    for (Map<String, Object> claim : List.of(better, wrong)) {
      PoolerMachine.good(account.report(block, List.of(claim)));
    }
    assertThat(number("select count(*) from work_nonces where farmer_id = ?", member.id()))
        .isZero();
    dies(account);
  }
}

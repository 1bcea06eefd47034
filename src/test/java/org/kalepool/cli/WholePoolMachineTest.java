package org.kalepool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.WorkHash;
import org.kalepool.kale.Xlm;
import org.kalepool.testing.PostgresResource;
import org.kalepool.wallet.OwnKeys;
import org.stellar.sdk.KeyPair;

/** A machine of {@code pool pooler} and the real backend, over HTTP on one stepped network. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(WholePool.class)
class WholePoolMachineTest extends PoolersFixture {
  @TempDir Path folder;

  private @Nullable SteppedMachine machine;

  /** With each ledger the machine does each of its things once. */
  @Override
  void step() {
    super.step();
    if (machine != null) {
      machine.turn();
      settle();
    }
  }

  private SteppedMachine start(PoolerMachine account, @Nullable OwnKeys keys) {
    SteppedMachine started = new SteppedMachine(sandbox, account, folder, keys);
    machine = started;
    return started;
  }

  @AfterEach
  void end() {
    if (machine != null) {
      machine.close();
    }
    machine = null;
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
    SteppedMachine started = start(account, null);
    nextBlock();
    long block = block();
    until("planted", 10, () -> planted(account, block) == 3);
    until("the middle of the block", 40, () -> age() >= 150);
    started.restart();
    until("worked", 60, () -> worked(account, block) == 3);
    nextBlock();
    until(
        "harvested",
        30,
        () -> members.stream().allMatch(it -> sandbox.pail(it.custodial(), block).isEmpty()));
    assertThat(started.log)
        .anyMatch(it -> it.startsWith("block " + block + ": 3 of 3 farmers worked"));
    assertThat(started.meters.find("kale.machine.backend.calls").counters())
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
    start(account, OwnKeys.read(secret, 3));
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
    assertThat(seen(account).path("false_claims").asInt()).isZero();
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

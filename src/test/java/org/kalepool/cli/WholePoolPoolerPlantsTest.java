package org.kalepool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Kale;
import org.kalepool.testing.PostgresResource;

/** For whom of a pooler's farmers plants are sent: as it asked, hashes, and may owe. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(WholePool.class)
class WholePoolPoolerPlantsTest extends PoolersFixture {
  @Test
  void aStakeIsPlantedOnlyUpToWhatThePoolerMayOwe() {
    PoolerMachine machine = machine("delta", "1");
    List<Member> members = join(machine.id, 3);
    nextBlock();
    lives(machine);
    until("planted", 20, () -> planted(machine, block()) == 1);
    long block = block();
    assertThat(stakes(machine, block)).isEqualTo(Kale.parse("1").stroops());
    assertThat(seen(machine).path("in_play").asLong()).isEqualTo(Kale.parse("1").stroops());
    JsonPath answer = PoolerMachine.good(machine.plant(block, 20, 0));
    settle();
    answer = PoolerMachine.good(machine.plant(block, 20, 0));
    assertThat(answer.getList("planted_farmers")).hasSize(1);
    step();
    step();
    assertThat(stakes(machine, block)).isEqualTo(Kale.parse("1").stroops());
    machine
        .heartbeat(1, false)
        .then()
        .body("planting.allowed", equalTo(false))
        .body("planting.why", startsWith("the pooler owes 0"));
    Member worked =
        members.stream()
            .filter(
                member ->
                    number(
                            "select count(*) from plantings where farmer_id = ?"
                                + " and block_index = ? and status = 'PLANTED'",
                            member.id(),
                            block)
                        == 1)
            .findFirst()
            .orElseThrow();
    PoolerMachine.good(machine.works(block, List.of(work(worked, block, 1))));
    until("what is worked is no risk any more", 10, () -> planted(machine, block) == 2);
    assertThat(seen(machine).path("in_play").asLong()).isEqualTo(Kale.parse("1").stroops());
    dies(machine);
    nextBlock();
    nextBlock();
    assertThat(seen(machine).path("debt").asLong()).isEqualTo(Kale.parse("1").stroops());
    lives(machine);
    step();
    step();
    assertThat(planted(machine, block())).isZero();
    operator()
        .body(Map.of("max_debt", Kale.parse("2").stroops(), "why", "a bond"))
        .patch(OPERATOR + "/" + machine.id)
        .then()
        .statusCode(200)
        .body("max_debt", equalTo(20_000_000));
    until("it may owe more", 10, () -> planted(machine, block()) == 1);
  }

  @Test
  void plantsAsManyAsWereAskedForWhileThePoolerHashesAndMay() {
    PoolerMachine machine = machine("epsilon", "100000");
    List<Member> members = join(machine.id, 4);
    nextBlock();
    step();
    long block = block();
    machine.plant(block + 2, 4, 0).then().statusCode(409).body("code", equalTo("block_not_open"));
    machine
        .heartbeat(0, false)
        .then()
        .statusCode(200)
        .body("block_index", equalTo((int) block))
        .body("heartbeat_seconds", equalTo(30))
        .body("silent_after_seconds", equalTo(120))
        .body("settings.max_farmers", equalTo(20))
        .body("planting.why", equalTo("the pooler says that it hashes nothing"));
    machine.plant(block, 4, 0).then().body("pending", hasSize(4));
    settle();
    machine
        .plant(block - 1, 4, 0)
        .then()
        .statusCode(200)
        .body("planted_farmers", hasSize(0))
        .body("pending", hasSize(0));
    assertThat(
            number(
                "select count(*) from plant_requests where pooler_id = ? and block_index <> ?",
                machine.id,
                block))
        .isZero();
    machine.heartbeat(1_000, true);
    step();
    assertThat(planted(machine, block)).isZero();
    machine.heartbeat(1_000, false);
    machine.plant(block, 3, 0);
    settle();
    step();
    step();
    JsonPath some = PoolerMachine.good(machine.plant(block, 3, 0));
    settle();
    some = PoolerMachine.good(machine.plant(block, 3, 0));
    assertThat(some.getList("planted_farmers")).hasSize(3);
    assertThat(some.getInt("summary.successful_plants")).isEqualTo(3);
    assertThat(some.getLong("summary.total_staked")).isEqualTo(stakes(machine, block));
    assertThat(some.<String>getList("planted_farmers.custodial_wallet"))
        .isSubsetOf(members.stream().map(member -> member.custodial().text()).toList());
    assertThat(some.<Integer>getList("planted_farmers.planted_ledger"))
        .allMatch(ledger -> ledger > 0);
    machine.plant(block, 4, 0);
    settle();
    CompletableFuture<JsonPath> waiting =
        CompletableFuture.supplyAsync(() -> PoolerMachine.good(machine.plant(block, 4, 60)));
    step();
    step();
    assertThat(waiting.join().getList("planted_farmers")).hasSize(4);

    operator()
        .delete(OPERATOR + "/" + machine.id)
        .then()
        .statusCode(200)
        .body("active", equalTo(false));
    operator().delete(OPERATOR + "/" + machine.id).then().statusCode(409);
    machine
        .heartbeat(1_000, false)
        .then()
        .body("planting.why", equalTo("an operator lets the pooler run out"));
    nextBlock();
    machine.heartbeat(1_000, false);
    machine.plant(block(), 4, 0);
    settle();
    step();
    assertThat(planted(machine, block())).isZero();
    operator()
        .body(Map.of("why", "it is needed"))
        .post(OPERATOR + "/" + machine.id + "/activate")
        .then()
        .statusCode(200)
        .body("active", equalTo(true));
    machine.plant(block(), 4, 0);
    until("planted again", 10, () -> planted(machine, block()) == 4);
  }

  private long stakes(PoolerMachine machine, long block) {
    return number(
        "select coalesce(sum(stake), 0) from plantings where pooler_id = ? and block_index = ?"
            + " and status = 'PLANTED'",
        machine.id,
        block);
  }
}

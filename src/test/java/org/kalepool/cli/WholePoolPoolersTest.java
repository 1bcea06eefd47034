package org.kalepool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Hash;
import org.kalepool.lab.sandbox.OutsideWork;
import org.kalepool.testing.PostgresResource;

/** Poolers on machines of their own beside the pool's: whose works count, and who owes what. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(WholePool.class)
class WholePoolPoolersTest extends PoolersFixture {
  @Test
  void aSilentPoolerAndOneThatLiesOweTheStakesTheyLoseAndTouchNobodyElse() {
    PoolerMachine honest = machine("alpha", "100000");
    PoolerMachine silent = machine("beta", "100000");
    List<Member> ours = join(poolers.own().id(), 5);
    List<Member> alphas = join(honest.id, 5);
    List<Member> betas = join(silent.id, 5);
    nextBlock();
    long unasked = block();
    nextBlock();
    step();
    step();
    assertThat(outcomes(poolers.own().id().toString(), unasked)).isEqualTo("PLANTED - 5");
    assertThat(outcomes(honest.id.toString(), unasked)).isEqualTo("FAILED POOLER_SILENT 5");
    assertThat(
            rows(
                "select distinct detail, debtor from plantings where cause = 'POOLER_SILENT'"
                    + " and pooler_id = ?",
                honest.id))
        .containsExactly("nothing was ever heard of the pooler POOLER");
    assertThat(seen(honest).path("debt").asLong()).as("nothing was lost by it").isZero();

    lives(honest);
    lives(silent);
    until("planted", 20, () -> planted(honest, block()) == 5 && planted(silent, block()) == 5);
    long block = block();
    PoolerMachine.good(honest.plant(block, 20, 0));
    settle();
    assertThat(planted(honest, block)).as("asking again plants nobody twice").isEqualTo(5);
    dies(silent);
    List<Map<String, Object>> works = new ArrayList<>();
    alphas.subList(0, 4).forEach(member -> works.add(work(member, block, 2)));
    until("the gap", 30, () -> age() > 120);
    PoolerMachine.good(honest.works(block, works));
    until(
        "worked",
        10,
        () ->
            number(
                    "select count(*) from works where status = 'WORKED' and pooler_id = ?"
                        + " and block_index = ? and zeros = 2 and transaction_id is not null",
                    honest.id,
                    block)
                == 4);
    long lost =
        number(
            "select stake from plantings where farmer_id = ? and block_index = ?"
                + " and status = 'PLANTED'",
            alphas.get(4).id(),
            block);
    List<Map<String, Object>> results = new ArrayList<>();
    works.forEach(work -> results.add(success(work, 2)));
    results.add(success(work(alphas.get(4), block, 1), 9));
    results.add(success(work(betas.getFirst(), block, 1), 1));
    Response told = honest.report(block, results);
    assertThat(told.jsonPath().getLong("compensation_amount")).isEqualTo(lost);
    told.then()
        .statusCode(200)
        .body("success", equalTo(true))
        .body("work_recorded", equalTo(4))
        .body("ready_for_harvest", containsInAnyOrder(ids(alphas.subList(0, 4)).toArray()))
        .body(
            "not_recorded.farmer_id",
            contains(alphas.get(4).id().toString(), betas.getFirst().id().toString()));
    nextBlock();
    until(
        "settled",
        30,
        () ->
            number(
                    "select count(*) from harvests where status in ('HARVESTED', 'LOST')"
                        + " and block_index = ?",
                    block)
                == 15);
    assertThat(
            rows(
                "select p.name, h.status, count(*) from harvests h join poolers p on"
                    + " p.id = h.pooler_id where h.block_index = ? and h.status <> 'FAILED'"
                    + " group by 1, 2 order by 1, 2",
                block))
        .containsExactly("alpha HARVESTED 4", "alpha LOST 1", "beta LOST 5", "pool HARVESTED 5");
    assertThat(seen(honest).path("debt").asLong()).isEqualTo(lost);
    assertThat(seen(silent).path("debt").asLong())
        .isEqualTo(
            number(
                "select sum(stake) from plantings where pooler_id = ? and status = 'PLANTED'",
                silent.id))
        .isPositive();
    assertThat(number("select count(*) from compensations where pooler_id = ?", poolers.own().id()))
        .isZero();
    until("judged", 15, () -> seen(honest).path("false_claims").asInt() == 1);
    assertThat(seen(silent).path("false_claims").asInt()).isZero();
    honest
        .harvest(block, List.of(alphas.getFirst().id(), alphas.get(4).id(), ours.getFirst().id()))
        .then()
        .statusCode(200)
        .body("harvest_results.farmer_id", contains(alphas.getFirst().id().toString()))
        .body("harvest_results[0].harvest_tx_hash", notNullValue())
        .body("failed_harvests.error", containsInAnyOrder("never_worked", "unknown_farmer"));

    nextBlock();
    step();
    step();
    long after = block() - 1;
    assertThat(outcomes(silent.id.toString(), after)).isEqualTo("FAILED POOLER_SILENT 5");
    assertThat(
            rows(
                "select distinct debtor, left(detail, 44) from plantings where pooler_id = ?"
                    + " and block_index = ?",
                silent.id,
                after))
        .containsExactly("POOLER nothing has been heard of the pooler since 2");
    assertThat(outcomes(honest.id.toString(), after)).isEqualTo("PLANTED - 5");
    assertThat(outcomes(poolers.own().id().toString(), after)).isEqualTo("PLANTED - 5");

    dies(honest);
    leave(alphas.getFirst(), betas.getFirst());
    assertThat(isPaidOut(alphas.getFirst())).as("it has earned something").isTrue();
    assertThat(isPaidOut(betas.getFirst())).as("it has not").isFalse();
  }

  /**
   * Holds what a farmer was paid to the stroop: its deposit and rewards less stakes that are lost,
   * and less what the pooler's share is more than those; what a pooler owes beyond its share it
   * pays itself.
   *
   * @return whether it has earned anything
   */
  private boolean isPaidOut(Member member) {
    long earned = sum("reward", "HARVESTED", member);
    long lost = sum("stake", "LOST", member);
    long share = earned * SHARE / 10_000;
    assertThat(sandbox.kale(member.payout()).orElseThrow().stroops())
        .isEqualTo(DEPOSIT.stroops() + earned - lost - Math.max(0, share - lost));
    assertThat(
            number(
                "select coalesce(sum(debt), 0) from split_parts where farmer_id = ?", member.id()))
        .isEqualTo(Math.max(0, lost - share));
    return earned > 0;
  }

  private long sum(String what, String status, Member member) {
    return number(
        "select coalesce(sum(" + what + "), 0) from harvests where status = ? and farmer_id = ?",
        status,
        member.id());
  }

  private String outcomes(String pooler, long block) {
    return String.join(
        ", ",
        rows(
            "select status, coalesce(cause, '-'), count(*) from plantings"
                + " where pooler_id = cast(? as uuid) and block_index = ? group by 1, 2 order by 1",
            pooler,
            block));
  }

  private List<String> ids(List<Member> members) {
    return members.stream().map(member -> member.id().toString()).toList();
  }

  @Test
  void aWorkFromAnotherAccountIsSeenOnTheChainAndOnlyABetterOneIsSentBesideIt() {
    PoolerMachine machine = machine("gamma", "100000");
    List<Member> members = join(machine.id, 2);
    OutsideWork outside = new OutsideWork(sandbox);
    lives(machine);
    nextBlock();
    until("planted", 20, () -> planted(machine, block()) == 2);
    long block = block();
    until("the gap", 30, () -> age() > 60);
    Map<String, Object> first = work(members.getFirst(), block, 1);
    outside.send(members.getFirst().custodial(), Hash.ofHex(hash(first)), nonce(first));
    until("seen", 5, () -> zeros(machine, block).equals("1 null"));
    Map<String, Object> wrong = work(members.getFirst(), block, 2);
    wrong.put("nonce", nonce(wrong) + 1);
    Map<String, Object> better = work(members.getFirst(), block, 2);
    Map<String, Object> foreign = new HashMap<>(better);
    foreign.put("farmer_id", UUID.randomUUID());
    machine
        .works(block, List.of(first, wrong, foreign, better))
        .then()
        .statusCode(200)
        .body("works.status", contains("refused", "refused", "refused", "queued"))
        .body("works.error", contains("not_better", "wrong_hash", "unknown_farmer", null));
    settle();
    assertThat(zeros(machine, block)).isEqualTo("1 2");
    until("landed", 5, () -> zeros(machine, block).equals("2 null"));
    Map<String, Object> best = work(members.getFirst(), block, 3);
    outside.send(members.getFirst().custodial(), Hash.ofHex(hash(best)), nonce(best));
    until("seen", 5, () -> zeros(machine, block).equals("3 null"));
    assertThat(
            rows(
                "select zeros, transaction_id is null, gap > 0 from works where farmer_id = ?"
                    + " and block_index = ? order by id",
                members.getFirst().id(),
                block))
        .containsExactly("1 t t", "2 f t", "3 t t");
    nextBlock();
    machine
        .works(block, List.of(work(members.get(1), block, 3)))
        .then()
        .body("works.error", contains("block_closed"));
    until(
        "settled",
        30,
        () ->
            number(
                    "select count(*) from harvests where status in ('HARVESTED', 'LOST')"
                        + " and pooler_id = ? and block_index = ?",
                    machine.id,
                    block)
                == 2);
    assertThat(
            rows(
                "select farmer_id, cause, debtor from harvests where status = 'LOST'"
                    + " and pooler_id = ? and block_index = ?",
                machine.id,
                block))
        .as("the pail that was planted and never worked")
        .containsExactly(members.get(1).id() + " NEVER_WORKED POOLER");
    assertThat(seen(machine).path("debt").asLong())
        .isEqualTo(
            number(
                "select sum(stake) from harvests where status = 'LOST' and pooler_id = ?",
                machine.id));
    assertThat(number("select count(*) from reconciliations where difference <> 0")).isZero();
  }

  private String zeros(PoolerMachine machine, long block) {
    JsonPath answer = PoolerMachine.good(machine.plant(block, 20, 0));
    return answer.get("planted_farmers[0].zeros")
        + " "
        + answer.get("planted_farmers[0].pending_zeros");
  }

  @Test
  void aWorkThatTheNetworkRefusesIsNotAskedForOverAndOverInTheSameLedger() {
    PoolerMachine machine = machine("iota", "100000");
    List<Member> members = join(machine.id, 1);
    nextBlock();
    lives(machine);
    until("planted", 20, () -> planted(machine, block()) == 1);
    long block = block();
    node.refusing(true);
    PoolerMachine.good(machine.works(block, List.of(work(members.getFirst(), block, 2))));
    // a task that asks for itself again and again ends the step
    step();
    step();
    assertThat(
            number(
                "select count(*) from works where status = 'FAILED' and pooler_id = ?"
                    + " and block_index = ?",
                machine.id,
                block))
        .isBetween(1L, 2L);
    node.refusing(false);
    until(
        "worked all the same",
        30,
        () ->
            number(
                    "select count(*) from works where status = 'WORKED' and pooler_id = ?"
                        + " and block_index = ?",
                    machine.id,
                    block)
                == 1);
  }
}

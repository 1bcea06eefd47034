package org.kalepool.cli;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.lab.sandbox.OutsideWork;
import org.kalepool.testing.PostgresResource;

/** Poolers on machines of their own beside the pool's: who is planted, worked, owed by whom. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(WholePool.class)
class WholePoolPoolersTest extends PoolersFixture {
  private List<String> ids(List<Member> members) {
    return members.stream().map(member -> member.id().toString()).toList();
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
    assertThat(seen(honest).getLong("debt")).as("nothing was lost by it").isZero();

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
    assertThat(seen(honest).getLong("debt")).isEqualTo(lost);
    assertThat(seen(silent).getLong("debt"))
        .isEqualTo(
            number(
                "select sum(stake) from plantings where pooler_id = ? and status = 'PLANTED'",
                silent.id))
        .isPositive();
    assertThat(number("select count(*) from compensations where pooler_id = ?", poolers.own().id()))
        .isZero();
    until("judged", 15, () -> seen(honest).getInt("false_claims") == 1);
    assertThat(seen(silent).getInt("false_claims")).isZero();
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
    assertThat(seen(machine).getLong("debt"))
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
  void aStakeIsPlantedOnlyUpToWhatThePoolerMayOwe() {
    PoolerMachine machine = machine("delta", "1");
    List<Member> members = join(machine.id, 3);
    nextBlock();
    lives(machine);
    until("planted", 20, () -> planted(machine, block()) == 1);
    long block = block();
    assertThat(stakes(machine, block)).isEqualTo(Kale.parse("1").stroops());
    assertThat(seen(machine).getLong("in_play")).isEqualTo(Kale.parse("1").stroops());
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
    assertThat(seen(machine).getLong("in_play")).isEqualTo(Kale.parse("1").stroops());
    dies(machine);
    nextBlock();
    nextBlock();
    assertThat(seen(machine).getLong("debt")).isEqualTo(Kale.parse("1").stroops());
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

  private long stakes(PoolerMachine machine, long block) {
    return number(
        "select coalesce(sum(stake), 0) from plantings where pooler_id = ? and block_index = ?"
            + " and status = 'PLANTED'",
        machine.id,
        block);
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

  @Test
  void aKeyIsItsPoolersOnlyAndWorthlessOnceAnotherIsMade() {
    PoolerMachine machine = machine("zeta", "10");
    PoolerMachine other = machine("eta", "10");
    assertThat(machine.key()).matches("kp_[A-Za-z0-9_-]{43}");
    assertThat(rows("select 1 from poolers where cast(key_hash as text) like ?", machine.key()))
        .isEmpty();
    machine
        .me()
        .then()
        .statusCode(200)
        .body("pooler_id", equalTo(machine.id.toString()))
        .body("name", equalTo("zeta"))
        .body("max_debt", equalTo(100_000_000))
        .body("network.passphrase", equalTo(sandbox.config().passphrase()))
        .body("network.contract_id", equalTo(sandbox.config().farmContract().text()));
    new PoolerMachine(other.id, machine.key())
        .plant(block(), 1, 0)
        .then()
        .statusCode(403)
        .body("code", equalTo("not_your_pooler"));
    given().get("/api/v1/pooler/me").then().statusCode(401);
    operator().get("/api/v1/pooler/me").then().statusCode(403);
    given().header("Authorization", "Bearer " + machine.key()).get(OPERATOR).then().statusCode(403);
    machine
        .post("heartbeat", Map.of("version", "1", "hash_rate", -1, "threads", 1))
        .then()
        .statusCode(422)
        .body("errors.field", contains("hash_rate", "capacity", "paused"));
    machine
        .works(block(), List.of(Map.of("farmer_id", "x", "nonce", -1, "hash", "00")))
        .then()
        .statusCode(422);

    String key =
        operator()
            .body(Map.of("why", "lost"))
            .post(OPERATOR + "/" + machine.id + "/rotate-key")
            .then()
            .statusCode(201)
            .extract()
            .path("key");
    machine.me().then().statusCode(401).body("code", equalTo("unauthorized"));
    machine.key(key);
    machine.me().then().statusCode(200);
    operator()
        .body(Map.of("why", "x"))
        .post(OPERATOR + "/" + poolers.own().id() + "/rotate-key")
        .then()
        .statusCode(409);
    operator()
        .body(
            Map.of(
                "name",
                "zeta",
                "wallet",
                poolers.own().wallet().text(),
                "share_basis_points",
                1,
                "max_farmers",
                1,
                "max_debt",
                1,
                "why",
                "x"))
        .post(OPERATOR)
        .then()
        .statusCode(422)
        .body("errors.field", contains("wallet"));
    assertThat(
            rows(
                "select what, target from audit where what like '%pooler%' order by id desc limit"
                    + " 1"))
        .containsExactly("rotate-pooler-key " + machine.id);
  }

  @Test
  void tellsAListeningPoolerOfBlocksItsFarmersAndItsSettingsUntilItsKeyIsChanged()
      throws Exception {
    PoolerMachine machine = machine("theta", "100000");
    List<Member> members = join(machine.id, 1);
    Queue<String> lines = new ConcurrentLinkedQueue<>();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + RestAssured.port + "/api/v1/pooler/events"))
              .header("Authorization", "Bearer " + machine.key())
              .build();
      CompletableFuture<Void> listening =
          http.sendAsync(request, HttpResponse.BodyHandlers.ofLines())
              .thenAcceptAsync(answer -> answer.body().forEach(lines::add));
      await()
          .until(
              () -> {
                operator()
                    .body(Map.of("max_farmers", 7, "why", "test"))
                    .patch(OPERATOR + "/" + machine.id)
                    .then()
                    .statusCode(200);
                settle();
                return lines.stream().anyMatch(line -> line.contains("\"max_farmers\":7"));
              });
      lives(machine);
      nextBlock();
      until("planted", 20, () -> planted(machine, block()) == 1);
      await()
          .until(
              () ->
                  lines.contains("data:{\"block_index\":" + block() + "}")
                      && lines.stream()
                          .anyMatch(
                              line ->
                                  line.startsWith("data:{\"block_index\":" + block() + ",")
                                      && line.contains(members.getFirst().id().toString())));
      assertThat(lines).contains("event:settings", "event:block", "event:planted");
      dies(machine);
      operator()
          .body(Map.of("why", "lost"))
          .post(OPERATOR + "/" + machine.id + "/rotate-key")
          .then()
          .statusCode(201);
      settle();
      listening.get(30, TimeUnit.SECONDS);
    }
  }

  private static long nonce(Map<String, Object> work) {
    return (Long) Objects.requireNonNull(work.get("nonce"));
  }

  private static String hash(Map<String, Object> work) {
    return (String) Objects.requireNonNull(work.get("hash"));
  }
}

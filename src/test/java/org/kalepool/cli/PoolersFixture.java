package org.kalepool.cli;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.WorkHash;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.step.Stepper;
import org.kalepool.pooler.Poolers;
import org.kalepool.testing.JsonAnswers;
import org.stellar.sdk.KeyPair;

/** A whole pool on a stepped network, and machines of other poolers that call it over HTTP. */
abstract class PoolersFixture {
  static final String OPERATOR = "/api/v1/operator/poolers";
  private static final int FOR_EVER = 400;

  /** What each farmer has at the beginning. */
  static final Kale DEPOSIT = Kale.parse("1000");

  /** Of what its farmers earn, the tenth part. */
  static final int SHARE = 1_000;

  @Inject WholePoolNode node;
  @Inject Stepper stepper;
  @Inject Poolers poolers;
  @Inject Db db;

  Sandbox sandbox;
  private DemoClient client;
  private final List<PoolerMachine> alive = new ArrayList<>();

  /** A farmer, and where it is paid. */
  record Member(UUID id, Address custodial, Address payout, String token) {}

  @BeforeEach
  void quiet() {
    sandbox = node.sandbox();
    client = new DemoClient("http://127.0.0.1:" + RestAssured.port);
    node.silent(false);
    node.refusing(false);
    Address wallet = poolers.own().wallet();
    if (sandbox.lumens(wallet).isEmpty()) {
      sandbox.fund(wallet, Xlm.parse("1000"));
    }
    alive.clear();
    step();
  }

  /** The hashing here is little, and other tests' farmers want it. */
  @AfterEach
  void outOfTheWay() {
    rows("select id from farmers where state = 'ACTIVE'")
        .forEach(
            id ->
                operator()
                    .body(Map.of("why", "the test is over"))
                    .post("/api/v1/operator/farmers/" + id + "/suspend")
                    .then()
                    .statusCode(200));
  }

  static RequestSpecification operator() {
    return given()
        .header("Authorization", "Bearer whole-pool-operator-whole-pool-operator")
        .contentType("application/json");
  }

  PoolerMachine machine(String name, String maxDebt) {
    JsonPath made =
        operator()
            .body(
                Map.of(
                    "name",
                    name,
                    "wallet",
                    KeyPair.random().getAccountId(),
                    "share_basis_points",
                    SHARE,
                    "max_farmers",
                    20,
                    "max_debt",
                    Kale.parse(maxDebt).stroops(),
                    "why",
                    "test"))
            .post(OPERATOR)
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    return new PoolerMachine(UUID.fromString(made.get("pooler_id")), made.get("key"));
  }

  JsonNode seen(PoolerMachine machine) {
    Response pooler = operator().get(OPERATOR + "/" + machine.id);
    pooler.then().statusCode(200);
    return JsonAnswers.json(pooler);
  }

  /** From now on it says with each ledger that it lives, and asks for plants. */
  void lives(PoolerMachine machine) {
    alive.add(machine);
    act(machine);
  }

  void dies(PoolerMachine machine) {
    alive.remove(machine);
  }

  private void act(PoolerMachine machine) {
    PoolerMachine.good(machine.heartbeat(1_000_000, false));
    PoolerMachine.good(machine.plant(plantable(), 20, 0));
  }

  /** The running block; the next one when that is due. */
  long plantable() {
    return block() + (age() >= 300 ? 1 : 0);
  }

  long block() {
    return sandbox.farm().index();
  }

  long age() {
    return sandbox.now() - sandbox.farm().observed().timestamp();
  }

  void step() {
    sandbox.closeLedger(sandbox.now() + 6);
    run();
    if (!alive.isEmpty()) {
      alive.forEach(this::act);
      settle();
    }
  }

  private void run() {
    stepper.pass(Duration.ofSeconds(6), FOR_EVER);
  }

  /** What was asked for is done without a ledger that closes. */
  void settle() {
    stepper.pass(Duration.ZERO, FOR_EVER);
  }

  void until(String what, int most, BooleanSupplier reached) {
    for (int i = 0; i < most && !reached.getAsBoolean(); i++) {
      step();
    }
    assertThat(reached.getAsBoolean()).as(what + " within " + most + " ledgers").isTrue();
  }

  /** To the opening of the next block. */
  void nextBlock() {
    long before = block();
    until("the next block", 80, () -> block() > before);
  }

  List<Member> join(UUID pooler, int count) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Address payout = Address.account(KeyPair.random().getPublicKey());
      sandbox.fund(payout, Xlm.parse("5"));
      sandbox.giveKale(payout, Kale.ZERO);
      ObjectNode body = client.object();
      body.put("pooler_id", pooler.toString());
      body.put("payout_wallet", payout.text());
      body.put("stake_percentage", 50);
      body.put("harvest_interval", 1);
      JsonNode answer = client.call("POST", "/api/v1/farmers", null, body);
      Member member =
          new Member(
              UUID.fromString(answer.path("farmer_id").asText()),
              Address.of(answer.path("custodial_wallet").asText()),
              payout,
              answer.path("token").asText());
      sandbox.fund(member.custodial(), Xlm.parse("50"));
      members.add(member);
    }
    until(
        "active",
        40,
        () ->
            number("select count(*) from farmers where state = 'ACTIVE' and pooler_id = ?", pooler)
                >= count);
    members.forEach(member -> sandbox.giveKale(member.custodial(), DEPOSIT));
    return members;
  }

  /** They leave, and are paid out. */
  void leave(Member... members) {
    for (Member member : members) {
      client.call("POST", "/api/v1/farmers/" + member.id() + "/exit", member.token(), null);
    }
    for (Member member : members) {
      until(
          "departed",
          250,
          () ->
              number(
                      "select count(*) from farmers where state = 'DEPARTED' and id = ?",
                      member.id())
                  == 1);
    }
  }

  long number(String sql, Object... parameters) {
    return db.one(sql, row -> row.getLong(1), parameters).orElseThrow();
  }

  List<String> rows(String sql, Object... parameters) {
    return db.rows(sql, parameters);
  }

  long planted(PoolerMachine machine, long block) {
    return number(
        "select count(*) from plantings where status = 'PLANTED' and pooler_id = ?"
            + " and block_index = ?",
        machine.id,
        block);
  }

  /** A work of so many zeros. */
  Map<String, Object> work(Member member, long block, int zeros) {
    Hash entropy = sandbox.block(block).orElseThrow().entropy();
    long nonce = 0;
    Hash hash = WorkHash.of(block, nonce, entropy, member.custodial());
    while (hash.zeros() != zeros) {
      hash = WorkHash.of(block, ++nonce, entropy, member.custodial());
    }
    return new HashMap<>(Map.of("farmer_id", member.id(), "nonce", nonce, "hash", hash.hex()));
  }

  static long nonce(Map<String, Object> work) {
    return (Long) Objects.requireNonNull(work.get("nonce"));
  }

  static String hash(Map<String, Object> work) {
    return (String) Objects.requireNonNull(work.get("hash"));
  }

  static Map<String, Object> success(Map<String, Object> work, int zeros) {
    Map<String, Object> result = new HashMap<>(work);
    result.put("status", "success");
    result.put("zeros", zeros);
    result.put("gap", 20);
    return result;
  }
}

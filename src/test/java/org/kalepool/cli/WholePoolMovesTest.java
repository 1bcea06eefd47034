package org.kalepool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.books.Statements;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.sandbox.PoolerElsewhere;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.step.Stepper;
import org.kalepool.pooler.Poolers;
import org.kalepool.testing.HeardPooler;
import org.kalepool.testing.PostgresResource;

/** A farmer who goes from one pooler to another, and what everybody is paid in the end. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(WholePool.class)
class WholePoolMovesTest {
  private static final String OPERATOR = "whole-pool-operator-whole-pool-operator";
  private static final int FOR_EVER = 150;

  @Inject WholePoolNode node;
  @Inject Stepper stepper;
  @Inject Poolers poolers;
  @Inject Statements statements;
  @Inject Db db;
  @Inject Clock clock;

  private Sandbox sandbox;
  private DemoClient client;
  private PoolerElsewhere machine;
  private UUID elsewhere;
  private Address payout;
  private Address custodial;
  private String path;
  private String token;

  @BeforeEach
  void aFarmerOfTheOwnPoolerAndAPoolerElsewhere() {
    sandbox = node.sandbox();
    client = new DemoClient("http://127.0.0.1:" + RestAssured.port);
    node.silent(false);
    node.refusing(false);
    Address own = poolers.own().wallet();
    if (sandbox.lumens(own).isEmpty()) {
      sandbox.fund(own, Xlm.parse("1000"));
    }
    elsewhere = UUID.randomUUID();
    machine = new PoolerElsewhere(sandbox, elsewhere.toString(), Kale.parse("5000"));
    db.update(
        "insert into poolers (id, name, wallet, share_basis_points, max_farmers, created_at)"
            + " values (?, ?, ?, 100, 5, ?)",
        elsewhere,
        "elsewhere " + elsewhere,
        machine.wallet().text(),
        clock.instant());
    HeardPooler.statements(0).forEach(statement -> db.update(statement, elsewhere));
    payout = Address.account(Sha256.of("payout " + elsewhere));
    sandbox.fund(payout, Xlm.parse("5"));
    sandbox.giveKale(payout, Kale.ZERO);
    ObjectNode body = client.object();
    body.put("pooler_id", poolers.own().id().toString());
    body.put("payout_wallet", payout.text());
    body.put("stake_percentage", 50);
    body.put("harvest_interval", 1);
    JsonNode made = client.call("POST", "/api/v1/farmers", null, body);
    path = "/api/v1/farmers/" + made.path("farmer_id").asText();
    token = made.path("token").asText();
    custodial = Address.of(made.path("custodial_wallet").asText());
    sandbox.fund(custodial, Xlm.parse("50"));
    until("active", () -> "ACTIVE".equals(farmer().path("state").asText()));
    sandbox.giveKale(custodial, Kale.parse("1000"));
  }

  private JsonNode get(String route) {
    return client.call("GET", route, token, null);
  }

  private JsonNode farmer() {
    return get(path);
  }

  private void step() {
    sandbox.closeLedger(sandbox.now() + 6);
    stepper.pass(Duration.ofSeconds(6), FOR_EVER);
  }

  private void until(String what, BooleanSupplier reached) {
    for (int i = 0; i < 400 && !reached.getAsBoolean(); i++) {
      step();
    }
    assertThat(reached.getAsBoolean()).as(what).isTrue();
  }

  private long count(String rows, Object... parameters) {
    return db.one("select count(*) from " + rows, row -> row.getLong(1), parameters).orElseThrow();
  }

  /** Until the farmer is planted in a block that it was not planted in before. */
  private void planted(UUID pooler) {
    long before = sandbox.farm().index();
    until(
        "planted by " + pooler,
        () ->
            sandbox.farm().index() > before
                && sandbox.pail(custodial, sandbox.farm().index()).isPresent()
                && count(
                        "plantings where status = 'PLANTED' and pooler_id = ? and block_index = ?",
                        pooler,
                        sandbox.farm().index())
                    == 1);
  }

  private Kale held(Address account) {
    return sandbox.kale(account).orElse(Kale.ZERO);
  }

  private JsonNode part(JsonNode parts, UUID pooler) {
    for (JsonNode part : parts) {
      if (part.path("pooler_id").asText().equals(pooler.toString())) {
        return part;
      }
    }
    throw new AssertionError("no part of " + pooler + " in " + parts);
  }

  @Test
  void everybodyIsPaidToTheStroopWhereAFarmerHasMovedAndLostAStake() {
    UUID own = poolers.own().id();
    Kale ownBefore = held(poolers.own().wallet());
    Kale machineBefore = held(machine.wallet());
    planted(own);
    ObjectNode move = client.object();
    move.put("pooler_id", elsewhere.toString());
    JsonNode moved = client.call("PATCH", path + "/pooler", token, move);
    assertThat(moved.path("pooler_id").asText()).isEqualTo(elsewhere.toString());
    assertThat(moved.path("terms").path("share_basis_points").asInt()).isEqualTo(100);
    assertThat(moved.path("terms").path("pooler_id").asText()).isEqualTo(elsewhere.toString());

    // in the next block its new pooler works, in the one after that it does not
    planted(elsewhere);
    long planting = sandbox.ledger();
    until("some ledgers after the plant", () -> sandbox.ledger() >= planting + 12);
    machine.works(custodial);
    planted(elsewhere);
    client.call("POST", path + "/exit", token, null);
    until("departed", () -> "DEPARTED".equals(farmer().path("state").asText()));

    JsonNode statement = get(path + "/statement");
    JsonNode mine = part(statement.path("poolers"), own);
    JsonNode theirs = part(statement.path("poolers"), elsewhere);
    long share = mine.path("earned").asLong() * 5_000 / 10_000;
    long theirShare = theirs.path("earned").asLong() * 100 / 10_000;
    long lost = theirs.path("compensation").asLong();
    assertThat(mine.path("earned").asLong()).isPositive();
    assertThat(theirs.path("earned").asLong()).isPositive();
    assertThat(mine.path("compensation").asLong()).isZero();
    assertThat(lost).isEqualTo(theirs.path("forfeited").asLong()).isGreaterThan(theirShare);

    // the own pooler's share is whole, whatever the other one owes
    assertThat(held(poolers.own().wallet()).minus(ownBefore).stroops()).isEqualTo(share);
    assertThat(held(machine.wallet())).isEqualTo(machineBefore);
    JsonNode paid = farmer().path("payout");
    assertThat(part(paid.path("poolers"), own).path("to_pooler").asLong()).isEqualTo(share);
    JsonNode debt = part(paid.path("poolers"), elsewhere).path("debt");
    assertThat(debt.path("amount").asLong()).isEqualTo(lost - theirShare);
    long all = Kale.parse("1000").stroops() + statement.path("earned").asLong() - lost;
    assertThat(held(payout).stroops()).isEqualTo(all - share);

    // and it pays its debt by itself
    machine.pays(payout, Kale.ofStroops(lost - theirShare));
    until("the debt is paid", () -> !farmer().path("payout").path("debt").path("paid_at").isNull());
    assertThat(held(payout).stroops()).isEqualTo(all - share + lost - theirShare);
    assertThat(statements.reconcileAll().differenceStroops()).isZero();
    assertThat(db.one("select sum(balance) from account_balances", row -> row.getLong(1)))
        .contains(0L);
    assertThat(
            count(
                "account_balances where (account like ? or account = ?) and balance <> 0",
                "owed:" + path.substring(path.lastIndexOf('/') + 1) + "%",
                "pooler-debt:" + elsewhere))
        .isZero();
    assertThat(client.call("GET", "/api/v1/operator/debts", OPERATOR, null).path("items"))
        .isNotEmpty();
  }
}

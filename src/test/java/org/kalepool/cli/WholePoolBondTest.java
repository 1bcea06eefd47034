package org.kalepool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.books.Statements;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.sandbox.PoolerElsewhere;
import org.kalepool.testing.JsonAnswers;
import org.kalepool.testing.PostgresResource;

/** A pooler's bond from its deposit to its return, over HTTP and a stepped network. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(WholePool.class)
class WholePoolBondTest extends PoolersFixture {
  @Inject Statements statements;

  private PoolerElsewhere owner;
  private PoolerMachine machine;
  private Address payout;
  private String token = "";

  private Kale held(Address account) {
    return sandbox.kale(account).orElse(Kale.ZERO);
  }

  @BeforeEach
  void aPoolerThatMayOweNothing() {
    String name = "bonded " + UUID.randomUUID();
    owner = new PoolerElsewhere(sandbox, name, Kale.parse("5000"));
    JsonPath made =
        operator()
            .body(
                Map.of(
                    "name",
                    name,
                    "wallet",
                    owner.wallet().text(),
                    "share_basis_points",
                    0,
                    "max_farmers",
                    5,
                    "max_debt",
                    0,
                    "why",
                    "test"))
            .post(OPERATOR)
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    machine = new PoolerMachine(UUID.fromString(made.get("pooler_id")), made.get("key"));
    payout = Address.account(Sha256.of("payout " + machine.id));
  }

  private Address bondIsPaid(Kale amount) {
    until("the bond's account is named", 20, () -> seen(machine).path("bond_account").isTextual());
    Address account = Address.of(bond().path("account").asText());
    sandbox.fund(account, Xlm.parse("3"));
    until("its trustline", 20, () -> sandbox.kale(account).isPresent());
    owner.pays(account, amount);
    until("the bond counts", 20, () -> bond().path("amount").asLong() == amount.stroops());
    return account;
  }

  private JsonNode bond() {
    Response me = machine.me();
    me.then().statusCode(200);
    return JsonAnswers.json(me).path("bond");
  }

  private UUID aFarmerJoins() {
    sandbox.fund(payout, Xlm.parse("5"));
    sandbox.giveKale(payout, Kale.ZERO);
    DemoClient client = new DemoClient("http://127.0.0.1:" + RestAssured.port);
    ObjectNode body = client.object();
    body.put("pooler_id", machine.id.toString());
    body.put("payout_wallet", payout.text());
    body.put("stake_percentage", 100);
    body.put("harvest_interval", 1);
    JsonNode answer = client.call("POST", "/api/v1/farmers", null, body);
    Address custodial = Address.of(answer.path("custodial_wallet").asText());
    sandbox.fund(custodial, Xlm.parse("50"));
    UUID farmer = UUID.fromString(answer.path("farmer_id").asText());
    until("active", 40, () -> state(farmer).equals("ACTIVE"));
    sandbox.giveKale(custodial, Kale.parse("1000"));
    token = answer.path("token").asText();
    return farmer;
  }

  private String state(UUID farmer) {
    return rows("select state from farmers where id = ?", farmer).getFirst();
  }

  @Test
  void raisesWhatMayBeStakedPaysForTheLostStakeAndGoesBackToTheStroop() {
    UUID farmer = aFarmerJoins();
    lives(machine);
    nextBlock();
    step();
    assertThat(planted(machine, block())).as("it may owe nothing").isZero();

    Address account = bondIsPaid(Kale.parse("700"));
    until("planted", 150, () -> planted(machine, block()) == 1);
    long stake =
        number("select stake from plantings where farmer_id = ? and status = 'PLANTED'", farmer);
    assertThat(stake).as("no more than the bond").isEqualTo(Kale.parse("700").stroops());
    dies(machine);
    RestAssured.given()
        .header("Authorization", "Bearer " + token)
        .contentType("application/json")
        .post("/api/v1/farmers/" + farmer + "/exit")
        .then()
        .statusCode(202);
    until("departed", 200, () -> state(farmer).equals("DEPARTED"));
    assertThat(held(payout)).isEqualTo(Kale.parse("300"));
    assertThat(seen(machine).path("debt").asLong()).isEqualTo(stake);

    owner.pays(account, Kale.parse("50"));
    until("paid of the bond", 200, () -> seen(machine).path("debt").asLong() == 0);
    assertThat(held(payout)).isEqualTo(Kale.parse("1000"));
    until("what is left", 20, () -> seen(machine).path("bond").asLong() == 50_0000000L);
    assertThat(held(account)).isEqualTo(Kale.parse("50"));

    operator().delete(OPERATOR + "/" + machine.id).then().statusCode(200);
    until("given back", 20, () -> seen(machine).path("bond").asLong() == 0);
    assertThat(sandbox.lumens(account)).isEmpty();
    assertThat(held(owner.wallet())).isEqualTo(Kale.parse("4300"));
    assertThat(
            number(
                "select count(*) from account_balances where balance <> 0 and account in (?, ?, ?)",
                "bond:" + machine.id,
                "bond-deposits:" + machine.id,
                "pooler-debt:" + machine.id))
        .isZero();
    assertThat(number("select sum(balance) from account_balances")).isZero();
    assertThat(statements.reconcileAll().differenceStroops()).isZero();
    until("nothing is amiss", 10, () -> seen(machine).path("bond_missing").asLong() == 0);
  }
}

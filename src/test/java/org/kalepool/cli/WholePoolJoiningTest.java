package org.kalepool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.step.Stepper;
import org.kalepool.pooler.Poolers;
import org.kalepool.testing.PostgresResource;

/** What joining and leaving costs whom, on a network. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(WholePool.class)
class WholePoolJoiningTest {
  private static final int FOR_EVER = 150;

  @Inject WholePoolNode node;
  @Inject Stepper stepper;
  @Inject Poolers poolers;
  @Inject Db db;

  private Sandbox sandbox;
  private DemoClient client;

  private record Member(UUID id, String token, Address custodial, Xlm asked) {
    String path() {
      return "/api/v1/farmers/" + id;
    }
  }

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
    if (sandbox.kale(wallet).isEmpty()) {
      sandbox.giveKale(wallet, Kale.ZERO);
    }
    step(6);
  }

  private void step(long seconds) {
    sandbox.closeLedger(sandbox.now() + seconds);
    stepper.pass(Duration.ofSeconds(seconds), FOR_EVER);
  }

  private void until(String what, int most, BooleanSupplier reached) {
    for (int i = 0; i < most && !reached.getAsBoolean(); i++) {
      step(6);
    }
    assertThat(reached.getAsBoolean()).as(what + " within " + most + " ledgers").isTrue();
  }

  private static Address wallet(int number) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) number);
    return Address.account(key);
  }

  private Member join(Address payout) {
    ObjectNode body = client.object();
    body.put("pooler_id", poolers.own().id().toString());
    body.put("payout_wallet", payout.text());
    body.put("stake_percentage", 50);
    body.put("harvest_interval", 1);
    JsonNode answer = client.call("POST", "/api/v1/farmers", null, body);
    return new Member(
        UUID.fromString(answer.path("farmer_id").asText()),
        answer.path("token").asText(),
        Address.of(answer.path("custodial_wallet").asText()),
        Xlm.ofStroops(answer.path("funding").path("minimum_xlm").asLong()));
  }

  private String state(Member farmer) {
    return db.one("select state from farmers where id = ?", row -> row.getString(1), farmer.id())
        .orElse("LAPSED");
  }

  private void leave(Member farmer) {
    client.call("POST", farmer.path() + "/exit", farmer.token(), null);
  }

  private Xlm lumens(Address account) {
    return sandbox.lumens(account).orElse(Xlm.ZERO);
  }

  @Test
  void joiningAndLeavingTenTimesWithoutATrustlineCostsThePoolerNothing() {
    Address pooler = poolers.own().wallet();
    Address payout = wallet(201);
    sandbox.fund(payout, Xlm.parse("5"));
    step(6);
    Xlm before = lumens(pooler);
    for (int i = 0; i < 10; i++) {
      Member farmer = join(payout);
      sandbox.fund(farmer.custodial(), farmer.asked());
      until("active", 20, () -> "ACTIVE".equals(state(farmer)));
      sandbox.giveKale(farmer.custodial(), Kale.parse("10"));
      step(6);
      leave(farmer);
      until("departed", 120, () -> "DEPARTED".equals(state(farmer)));
    }
    assertThat(
            db.list(
                "select claimable from splits s join farmers f on f.id = s.farmer_id"
                    + " where f.payout = ?",
                row -> row.getBoolean(1),
                payout.text()))
        .hasSize(10)
        .containsOnly(true);
    // What it has lent to the network as reserves is not lost, but neither was it the pooler's.
    assertThat(lumens(pooler)).isGreaterThanOrEqualTo(before.plus(Xlm.parse("5")));
  }

  @Test
  void aWalletWithoutTrustlineIsPaidThoughThePoolersCannotReceive() {
    Address pooler = poolers.own().wallet();
    Address payout = wallet(204);
    sandbox.fund(payout, Xlm.parse("5"));
    Member farmer = join(payout);
    sandbox.fund(farmer.custodial(), farmer.asked().plus(Xlm.parse("2")));
    until("active", 20, () -> "ACTIVE".equals(state(farmer)));
    sandbox.giveKale(farmer.custodial(), Kale.parse("10"));
    step(6);
    sandbox.authorizeKale(pooler, false);
    try {
      leave(farmer);
      until("departed", 120, () -> "DEPARTED".equals(state(farmer)));
    } finally {
      sandbox.authorizeKale(pooler, true);
    }
    assertThat(
            db.list(
                "select claimable, claim_reserve, to_farmer > 0 from splits where farmer_id = ?",
                row -> row.getBoolean(1) + " " + row.getLong(2) + " " + row.getBoolean(3),
                farmer.id()))
        .containsExactly("true 0 true");
    until(
        "all but what the balance needs has gone on",
        80,
        () ->
            db.list(
                    "select obstacle from exit_obstacles where farmer_id = ?",
                    row -> row.getString(1),
                    farmer.id())
                .equals(List.of("CLAIM_OPEN")));
    assertThat(sandbox.kale(farmer.custodial())).contains(Kale.ZERO);
  }

  private long rows() {
    return db.one(
            """
            select (select count(*) from farmers) + (select count(*) from farmer_events)
              + (select count(*) from farmer_settings) + (select count(*) from farmer_terms)
              + (select count(*) from exit_obstacles) + (select count(*) from wallets)
              + (select count(*) from reconciliations)
            """,
            row -> row.getLong(1))
        .orElseThrow();
  }

  @Test
  void registeringAndLeavingInALoopLeavesNextToNothing() {
    Member first = join(wallet(203));
    leave(first);
    until("gone", 5, () -> "LAPSED".equals(state(first)));
    long before = rows();
    for (int i = 0; i < 10; i++) {
      Member farmer = join(wallet(203));
      leave(farmer);
      step(6);
      assertThat(state(farmer)).isEqualTo("LAPSED");
      assertThatThrownBy(() -> client.call("GET", farmer.path(), farmer.token(), null))
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("lapsed");
    }
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void whatComesAfterTheRegistrationHasLapsedIsGivenBack() {
    Address payout = wallet(202);
    sandbox.fund(payout, Xlm.parse("5"));
    Member farmer = join(payout);
    step(7_200);
    until("lapsed", 5, () -> "LAPSED".equals(state(farmer)));
    assertThatThrownBy(() -> client.call("GET", farmer.path(), farmer.token(), null))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("lapsed");

    sandbox.fund(farmer.custodial(), Xlm.parse("1.2"));
    until("back", 40, () -> "REGISTERED".equals(state(farmer)));
    step(7_200);
    until("departed", 40, () -> "DEPARTED".equals(state(farmer)));
    assertThat(sandbox.lumens(farmer.custodial())).isEmpty();
    assertThat(lumens(payout)).isBetween(Xlm.parse("6.19"), Xlm.parse("6.2"));

    // and once more, when all is over
    sandbox.fund(farmer.custodial(), Xlm.parse("3"));
    until("on its way", 60, () -> lumens(payout).compareTo(Xlm.parse("9.18")) > 0);
  }
}

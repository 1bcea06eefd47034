package org.kalepool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.step.Stepper;
import org.kalepool.pooler.Pooler;
import org.kalepool.pooler.Poolers;
import org.kalepool.testing.PostgresResource;

/** All stages together, on a network that is told what to do. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(WholePool.class)
class WholePoolTest {
  /** More often than this no task may run in one ledger. */
  private static final int FOR_EVER = 150;

  /** Twice what can be harvested until the running block is over, one a ledger. */
  private static final int PAILS = 60;

  @Inject WholePoolNode node;
  @Inject Stepper stepper;
  @Inject Poolers poolers;
  @Inject DataSource database;

  private Sandbox sandbox;
  private DemoClient client;
  private static int payouts;

  /** A farmer as it knows itself. */
  private record Member(UUID id, String token, Address custodial) {
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
    Pooler own = poolers.own();
    if (sandbox.lumens(own.wallet()).isEmpty()) {
      sandbox.fund(own.wallet(), Xlm.parse("1000"));
    }
  }

  private void step() {
    step(6);
  }

  private void step(long seconds) {
    sandbox.closeLedger(sandbox.now() + seconds);
    stepper.pass(Duration.ofSeconds(seconds), FOR_EVER);
  }

  private void steps(int count) {
    for (int i = 0; i < count; i++) {
      step();
    }
  }

  private void until(String what, int most, BooleanSupplier reached) {
    for (int i = 0; i < most && !reached.getAsBoolean(); i++) {
      step();
    }
    assertThat(reached.getAsBoolean()).as(what + " within " + most + " ledgers").isTrue();
  }

  private Member join(int stake, int interval) {
    byte[] key = new byte[32];
    key[0] = (byte) ++payouts;
    Address payout = Address.account(key);
    sandbox.fund(payout, Xlm.parse("5"));
    sandbox.giveKale(payout, Kale.ZERO);
    ObjectNode body = client.object();
    body.put("pooler_id", poolers.own().id().toString());
    body.put("payout_wallet", payout.text());
    body.put("stake_percentage", stake);
    body.put("harvest_interval", interval);
    JsonNode answer = client.call("POST", "/api/v1/farmers", null, body);
    return new Member(
        UUID.fromString(answer.path("farmer_id").asText()),
        answer.path("token").asText(),
        Address.of(answer.path("custodial_wallet").asText()));
  }

  private String state(Member farmer) {
    return text("select state from farmers where id = '" + farmer.id() + "'");
  }

  private long refused(Member farmer, String action) {
    return number(
        "select count(*) from transactions t join transaction_actions a on a.transaction_id = t.id"
            + " where t.state = 'REFUSED' and a.action = '%s' and a.farmer_id = '%s'"
                .formatted(action, farmer.id()));
  }

  private long number(String sql) {
    return Long.parseLong(text(sql));
  }

  private String text(String sql) {
    try (Connection connection = database.getConnection();
        PreparedStatement query = connection.prepareStatement(sql);
        ResultSet row = query.executeQuery()) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private long planted(Member farmer) {
    return number(
        "select count(*) from plantings where status = 'PLANTED' and farmer_id = '"
            + farmer.id()
            + "'");
  }

  private long worked(Member farmer) {
    return number(
        "select count(distinct block_index) from works where status = 'WORKED' and farmer_id = '"
            + farmer.id()
            + "'");
  }

  /** To the next block's opening and planting. */
  private void nextBlock(Member farmer) {
    long before = planted(farmer);
    until("planted once more", 120, () -> planted(farmer) > before);
  }

  @Test
  void asksAtMostOncePerLedgerWhereEverythingIsRefused() {
    Member farmer = join(50, 1);
    sandbox.fund(farmer.custodial(), Xlm.parse("50"));
    node.refusing(true);
    steps(40);
    assertThat(refused(farmer, "TRUSTLINE")).as("trustlines").isBetween(1L, 12L);

    node.refusing(false);
    until("active", 120, () -> "ACTIVE".equals(state(farmer)));
    sandbox.giveKale(farmer.custodial(), Kale.parse("1000"));
    node.refusing(true);
    long plants = refused(farmer, "PLANT");
    until("a plant is refused", 120, () -> refused(farmer, "PLANT") > plants);
    steps(20);
    assertThat(refused(farmer, "PLANT") - plants).as("plants").isBetween(1L, 12L);

    node.refusing(false);
    nextBlock(farmer);
    node.refusing(true);
    // nobody can plant, so the block stays open past its time
    sandbox.pauseFarm(true);
    until("a work is refused", 120, () -> refused(farmer, "WORK") > 0);
    steps(100);
    assertThat(refused(farmer, "WORK")).as("works").isBetween(2L, 25L);

    node.refusing(false);
    until("worked after all", 60, () -> worked(farmer) > 0);
    node.refusing(true);
    sandbox.pauseFarm(false);
    until("a harvest is refused", 60, () -> refused(farmer, "HARVEST") > 0);
    steps(20);
    assertThat(refused(farmer, "HARVEST")).as("harvests").isBetween(1L, 6L);

    node.refusing(false);
    client.call("POST", farmer.path() + "/exit", farmer.token(), null);
    until(
        "all harvested",
        240,
        () ->
            number("select count(*) from open_pails where farmer_id = '" + farmer.id() + "'") == 0
                || refused(farmer, "SPLIT") > 0);
    node.refusing(true);
    steps(40);
    assertThat(refused(farmer, "SPLIT")).as("splits").isLessThan(12L);
    node.refusing(false);
    until("departed", 240, () -> "DEPARTED".equals(state(farmer)));
  }

  @Test
  void asksForNoWorkOverAndOverWhenTheNodeComesBackAfterTheBlocksTime() {
    Member farmer = join(50, 1);
    sandbox.fund(farmer.custodial(), Xlm.parse("50"));
    until("active", 120, () -> "ACTIVE".equals(state(farmer)));
    sandbox.giveKale(farmer.custodial(), Kale.parse("1000"));
    nextBlock(farmer);
    sandbox.pauseFarm(true);
    node.silent(true);
    steps(400);
    node.silent(false);
    steps(10);
    sandbox.pauseFarm(false);
    long planted = planted(farmer);
    until("farms on", 200, () -> planted(farmer) > planted);
    assertThat(refused(farmer, "WORK")).isLessThan(4L);
    assertThat(worked(farmer))
        .as("worked late, while nobody had opened the next block")
        .isPositive();
  }

  @Test
  void losesNoStakeToTheHarvestsOfManyPailsWhenAFarmerLeavesInMidBlock() {
    Member farmer = join(1, 250);
    sandbox.fund(farmer.custodial(), Xlm.parse("200"));
    until("active", 120, () -> "ACTIVE".equals(state(farmer)));
    sandbox.giveKale(farmer.custodial(), Kale.parse("100000"));
    while (planted(farmer) < PAILS - 4) {
      step(30);
    }
    // the pace of the ledgers is learned again
    while (planted(farmer) < PAILS - 1) {
      step();
    }
    nextBlock(farmer);
    long block = sandbox.farm().index();
    until("mid-block", 60, () -> age() > 150);
    client.call("POST", farmer.path() + "/exit", farmer.token(), null);
    until("the next block opens", 60, () -> sandbox.farm().index() > block);
    assertThat(sandbox.pail(farmer.custodial(), block).orElseThrow().worked())
        .as("the running block's pail is worked")
        .isTrue();
    assertThat(number("select count(*) from harvests where status = 'HARVESTED'"))
        .as("and meanwhile harvests went on")
        .isGreaterThan(5);
    until("departed", 1_000, () -> "DEPARTED".equals(state(farmer)));
    assertThat(
            number(
                "select count(*) from harvests where status = 'LOST' and farmer_id = '"
                    + farmer.id()
                    + "'"))
        .isZero();
  }

  private long age() {
    return sandbox.now() - sandbox.farm().observed().timestamp();
  }
}

package org.kalepool.ops;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.books.Discrepancies;
import org.kalepool.db.Db;
import org.kalepool.kale.Hash;
import org.kalepool.pooler.Pooler;
import org.kalepool.pooler.Poolers;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.FakeTransactions;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.web.Token;
import org.kalepool.work.WorkStatus;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(OperatorsProfile.class)
class OperatorApiTest {
  private static final String API = "/api/v1/operator/";
  private static final List<String> READS =
      List.of("status", "farmers", "transactions", "compensations", "debts", "audit", "stuck");
  private static final List<String> COMMANDS =
      List.of(
          "hashing/pause",
          "hashing/resume",
          "reconcile",
          "keys/rotate",
          "transactions/1/give-up",
          "transactions/1/retry",
          "transactions/1/book-as-landed",
          "farmers/" + new UUID(7, 1) + "/corrections",
          "farmers/" + new UUID(7, 1) + "/suspend",
          "farmers/" + new UUID(7, 1) + "/resume");

  @Inject StageFixture fixture;
  @Inject FakeChain chain;
  @Inject FakeTransactions transactions;
  @Inject OpenRows open;
  @Inject Discrepancies discrepancies;
  @Inject Poolers poolers;
  @Inject WorkStatus work;
  @Inject Db db;

  @BeforeEach
  void begin() {
    fixture.clear();
    chain.reset();
    transactions.reset();
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              db.update("set local session_replication_role = replica");
              db.update("truncate audit");
            });
  }

  private static RequestSpecification operator() {
    return given()
        .header("Authorization", "Bearer " + OperatorsProfile.KEY)
        .contentType("application/json");
  }

  private static RequestSpecification alice() {
    return given()
        .header("Authorization", "Bearer " + OperatorsProfile.ALICES_KEY)
        .contentType("application/json");
  }

  private List<String> audit() {
    return fixture.rows("select who, what, target, detail from audit order by id");
  }

  @Test
  void letsNobodyInButOperators() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    db.update(
        "update farmers set token_hash = ? where id = ?", Token.hash("kf_farmers"), farmer.id());
    for (String route : READS) {
      given().get(API + route).then().statusCode(401).body("code", equalTo("unauthorized"));
      given()
          .header("Authorization", "Bearer kf_farmers")
          .get(API + route)
          .then()
          .statusCode(403)
          .body("code", equalTo("forbidden"));
      operator().get(API + route).then().statusCode(200);
    }
    for (String route : COMMANDS) {
      RequestSpecification nobody = given().contentType("application/json").body("{\"why\":\"x\"}");
      nobody.post(API + route).then().statusCode(401);
      nobody.header("Authorization", "Bearer kf_farmers").post(API + route).then().statusCode(403);
    }
    assertThat(audit()).isEmpty();
    assertThat(fixture.state(farmer)).isEqualTo("ACTIVE");
    assertThat(work.paused()).isFalse();
  }

  @Test
  void changesThePoolersTermsAndRecordsWhoDidIt() {
    Pooler before = poolers.own();
    Map<String, Object> wish = new HashMap<>(Map.of("share_basis_points", 4_000));
    given().contentType("application/json").body(wish).patch(API + "pooler").then().statusCode(401);
    operator().body(wish).patch(API + "pooler").then().statusCode(422);
    operator().body(Map.of("why", "x")).patch(API + "pooler").then().statusCode(422);
    wish.put("why", "to win farmers");
    wish.put("max_farmers", -1);
    operator()
        .body(wish)
        .patch(API + "pooler")
        .then()
        .statusCode(422)
        .body("errors[0].field", equalTo("max_farmers"));
    assertThat(audit()).isEmpty();
    assertThat(poolers.own()).isEqualTo(before);

    wish.put("max_farmers", 7);
    try {
      operator()
          .body(wish)
          .patch(API + "pooler")
          .then()
          .statusCode(200)
          .body("name", equalTo(before.name()))
          .body("share_basis_points", equalTo(4_000))
          .body("max_farmers", equalTo(7));
      assertThat(audit())
          .containsExactly(
              "operator change-pooler "
                  + before.id()
                  + " 4000 basis points for new farmers, was 5000; 7 farmers at most, was 100:"
                  + " to win farmers");
    } finally {
      db.update("update poolers set share_basis_points = 5000, max_farmers = 100 where own");
    }
  }

  @Test
  void suspendsAndResumesAndRecordsWhy() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    operator()
        .body(Map.of("why", " looks odd "))
        .post(API + "farmers/" + farmer.id() + "/suspend")
        .then()
        .statusCode(200)
        .body("state", equalTo("SUSPENDED"));
    assertThat(fixture.state(farmer)).isEqualTo("SUSPENDED");
    operator()
        .body(Map.of("why", "was nothing"))
        .post(API + "farmers/" + farmer.id() + "/resume")
        .then()
        .statusCode(200)
        .body("state", equalTo("ACTIVE"));
    assertThat(audit())
        .containsExactly(
            "operator suspend " + farmer.id() + " looks odd",
            "operator resume " + farmer.id() + " was nothing");
    operator()
        .get(API + "audit?limit=1")
        .then()
        .body("items.what", contains("resume"))
        .body("items[0].target", equalTo(farmer.id().toString()));
  }

  @Test
  void recordsEachOperatorsCommandsUnderItsName() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    long waiting = open.queued(farmer, 5, "HARVEST");
    alice().body(Map.of("why", "odd")).post(API + "farmers/" + farmer.id() + "/suspend");
    operator().body(Map.of("why", "fine")).post(API + "farmers/" + farmer.id() + "/resume");
    alice().body(Map.of("why", "lost")).post(API + "transactions/" + waiting + "/give-up");
    assertThat(audit())
        .containsExactly(
            "alice suspend " + farmer.id() + " odd",
            "operator resume " + farmer.id() + " fine",
            "alice give-up " + waiting + " lost");
    // Farmers see that it was an operator, and not who.
    assertThat(fixture.rows("select distinct by_whom from farmer_events where why = 'odd'"))
        .containsExactly("operator");
  }

  @Test
  void recordsWhatOperatorsDoByFarmersRoutesAndNotWhatFarmersDo() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    String path = "/api/v1/farmers/" + farmer.id();
    db.update(
        "update farmers set token_hash = ? where id = ?", Token.hash("kf_theirs"), farmer.id());
    RequestSpecification own =
        given().header("Authorization", "Bearer kf_theirs").contentType("application/json");
    own.body("{\"stake_percentage\":20}").patch(path + "/settings").then().statusCode(200);
    own.post(path + "/exit").then().statusCode(202);
    own.delete(path + "/exit").then().statusCode(200);
    assertThat(audit()).isEmpty();

    alice().body("{\"stake_percentage\":30}").patch(path + "/settings").then().statusCode(200);
    alice().body("{\"stake_percentage\":300}").patch(path + "/settings").then().statusCode(422);
    alice().post(path + "/exit").then().statusCode(202);
    alice().post(path + "/exit").then().statusCode(202);
    alice().delete(path + "/exit").then().statusCode(200);
    alice().delete(path + "/exit").then().statusCode(409);
    alice().post(path + "/confirm-funding").then().statusCode(200);
    alice().body("{\"balance_id\":\"x\"}").post(path + "/claims").then().statusCode(422);
    String who = "alice %s " + farmer.id() + " %s";
    assertThat(audit())
        .containsExactly(
            who.formatted("change-settings", "stake_percentage 30, harvest_interval 1"),
            who.formatted("exit", null),
            who.formatted("exit", "again"),
            who.formatted("withdraw-exit", null),
            who.formatted("confirm-funding", null));
    assertThat(
            fixture.rows(
                "select stake_percentage, by_whom from farmer_settings where farmer_id = '"
                    + farmer.id()
                    + "' order by id"))
        .endsWith("20 farmer", "30 operator");
  }

  @Test
  void recordsNothingOfWhatIsRefused() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    String route = API + "farmers/" + farmer.id();
    operator()
        .body("{}")
        .post(route + "/suspend")
        .then()
        .statusCode(422)
        .body("code", equalTo("validation_failed"))
        .body("errors[0].field", equalTo("why"));
    operator().body(Map.of("why", "x".repeat(501))).post(route + "/suspend").then().statusCode(422);
    operator()
        .body(Map.of("why", "by mistake"))
        .post(route + "/resume")
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict"));
    operator()
        .body(Map.of("why", "by mistake"))
        .post(API + "farmers/" + new UUID(1, 2) + "/suspend")
        .then()
        .statusCode(404)
        .body("code", equalTo("farmer_not_found"));
    for (String threads : List.of("0", "-1", "1025", "null", "\"2\"")) {
      operator()
          .body("{\"threads\":" + threads + "}")
          .put(API + "hashing/threads")
          .then()
          .statusCode(422);
    }
    operator().get(API + "farmers?state=ASLEEP").then().statusCode(422);
    assertThat(fixture.state(farmer)).isEqualTo("ACTIVE");
    assertThat(audit()).isEmpty();
  }

  @Test
  void rotatingWithoutAKeyThatWrapsAWalletNamesIt() {
    UUID wallet = new UUID(8, 8);
    db.update(
        "insert into wallets (id, owner, public_key, format, kek_id, wrapped_key, sealed_secret,"
            + " created_at) values (?, ?, ?, 1, 'feedfacefeedface', '\\x01', '\\x01', now())",
        wallet,
        wallet,
        "W".repeat(56));
    try {
      operator()
          .post(API + "keys/rotate")
          .then()
          .statusCode(409)
          .body("code", equalTo("key_missing"))
          .body("detail", containsString("key-encryption key feedfacefeedface is not configured"));
    } finally {
      QuarkusTransaction.requiringNew()
          .run(
              () -> {
                db.update("set local session_replication_role = replica");
                db.update("delete from wallets where id = ?", wallet);
              });
    }
  }

  @Test
  void noWayOfWritingAPathLeadsPastTheOperatorsKey() {
    for (String path :
        List.of(
            "status;x",
            "status%3Bx",
            "status;jsessionid=1/../status",
            "%73tatus",
            "./status",
            "%2e/status",
            "..%2Foperator%2Fstatus",
            "..%5Coperator%5Cstatus",
            "status/",
            "//status",
            "status%00")) {
      given()
          .urlEncodingEnabled(false)
          .get(API + path)
          .then()
          .statusCode(in(List.of(400, 401, 404)));
    }
  }

  @Test
  void warnsBeforeAPauseOfTheStakesThatItCosts() {
    fixture.active(50, 1, "100", "10");
    Planter safe = fixture.active(50, 1, "100", "10");
    fixture.step();
    transactions.landAll();
    fixture.active(50, 1, "100", "10");
    fixture.worked(safe, chain.index(), Hash.ZERO, 3);
    db.update("delete from best_nonces");
    operator()
        .get(API + "hashing/pause")
        .then()
        .statusCode(200)
        .body("paused", equalTo(false))
        .body("block", equalTo((int) chain.index()))
        .body("planted", equalTo(2))
        .body("without_hash", equalTo(1))
        .body("stake_at_risk", equalTo(500_000_000))
        .body("not_planted", equalTo(3));
    assertThat(work.paused()).isFalse();
    assertThat(audit()).isEmpty();
  }

  @Test
  void pausesTheHashingAndChangesItsThreads() {
    operator().body(Map.of()).post(API + "hashing/pause").then().statusCode(422);
    assertThat(work.paused()).isFalse();
    operator()
        .body(Map.of("why", "new fans"))
        .post(API + "hashing/pause")
        .then()
        .statusCode(200)
        .body("paused", equalTo(true));
    assertThat(work.paused()).isTrue();
    operator()
        .get(API + "status")
        .then()
        .body("hashing.obstacle", equalTo("an operator has paused the hashing"));
    operator().post(API + "hashing/resume").then().statusCode(200).body("paused", equalTo(false));
    // A stepped pool hashes on the thread that steps it, whatever is asked for.
    operator()
        .body(Map.of("threads", 3))
        .put(API + "hashing/threads")
        .then()
        .statusCode(200)
        .body("threads", equalTo(1));
    assertThat(work.paused()).isFalse();
    assertThat(audit())
        .containsExactly(
            "operator pause-hashing null new fans",
            "operator resume-hashing null null",
            "operator hashing-threads null 3");
  }

  @Test
  void givesUpWhatCannotLandAndRecordsIt() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    long queued = open.queued(farmer, 5, "HARVEST");
    long sent = open.sent(farmer, 6, "HARVEST", 1);
    operator()
        .get(API + "transactions")
        .then()
        .body("items.id", contains((int) queued, (int) sent))
        .body("items.state", contains("QUEUED", "BUILT"))
        .body("items[0].action", equalTo("HARVEST"))
        .body("items[0].hash", nullValue())
        .body("items[1].block_index", equalTo(6))
        .body("items[1].last_answer", equalTo("PENDING"));
    operator()
        .body(Map.of("why", "the node is lost"))
        .post(API + "transactions/" + queued + "/give-up")
        .then()
        .statusCode(200)
        .body("state", equalTo("REFUSED"));
    operator()
        .body(Map.of("why", "again"))
        .post(API + "transactions/" + queued + "/give-up")
        .then()
        .statusCode(404)
        .body("code", equalTo("transaction_not_found"));
    operator()
        .body(Map.of("why", "too early"))
        .post(API + "transactions/" + sent + "/give-up")
        .then()
        .statusCode(409)
        .body("code", equalTo("may_still_land"));
    assertThat(open.state(queued)).isEqualTo("REFUSED");
    assertThat(open.state(sent)).isEqualTo("BUILT");
    assertThat(audit()).containsExactly("operator give-up " + queued + " the node is lost");
  }

  @Test
  void hasAWaitingTransactionTriedAgainAtOnceAndRecordsIt() {
    long waiting = open.queued(fixture.active(50, 1, "100", "10"), 5, "HARVEST");
    open.waits(waiting);
    operator()
        .body(Map.of("why", "the account has XLM now"))
        .post(API + "transactions/" + waiting + "/retry")
        .then()
        .statusCode(200)
        .body("id", equalTo((int) waiting))
        .body("state", equalTo("QUEUED"));
    assertThat(open.isWaiting(waiting)).isFalse();
    operator()
        .body(Map.of("why", "no such"))
        .post(API + "transactions/" + (waiting + 1) + "/retry")
        .then()
        .statusCode(404)
        .body("code", equalTo("transaction_not_found"));
    operator()
        .body(Map.of())
        .post(API + "transactions/" + waiting + "/retry")
        .then()
        .statusCode(422)
        .body("errors[0].field", equalTo("why"));
    assertThat(audit()).containsExactly("operator retry " + waiting + " the account has XLM now");
  }

  @Test
  void comparesTheBooksAndRotatesTheKeys() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    fixture.step();
    operator()
        .post(API + "reconcile")
        .then()
        .statusCode(200)
        .body("farmers", equalTo(0))
        .body("pending", equalTo(1));
    transactions.landAll();
    operator()
        .post(API + "reconcile")
        .then()
        .statusCode(200)
        .body("reconciled", equalTo(true))
        .body("difference", equalTo(0))
        .body("farmers", equalTo(1));
    operator().post(API + "keys/rotate").then().statusCode(200).body("wallets", equalTo(0));
    assertThat(audit())
        .containsExactly(
            "operator reconcile null null",
            "operator reconcile null null",
            "operator rotate-keys null null");
    assertThat(fixture.state(farmer)).isEqualTo("ACTIVE");
  }

  @Test
  void aDebtThatIsNotThereCanBeNeitherReleasedNorBooked() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    String debts = API + "debts/" + farmer.id();
    operator()
        .body(Map.of("why", "looked"))
        .post(debts + "/release")
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict"));
    operator()
        .body(Map.of("transaction_hash", "ab".repeat(32), "why", "seen on chain"))
        .post(debts + "/paid")
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict"));
    operator()
        .body(Map.of("transaction_hash", "no", "why", "seen on chain"))
        .post(debts + "/paid")
        .then()
        .statusCode(422)
        .body("errors[0].field", equalTo("transaction_hash"));
    assertThat(audit()).isEmpty();
  }

  @Test
  void xlmThatAPoolerOwesSinceTheSplitIsAmongItsDebts() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    Planter other = fixture.active(50, 1, "100", "10");
    left(other, 70, 0);
    left(farmer, 0, 0);
    late(farmer, 2_500_000);
    late(farmer, 0);
    late(farmer, 1_250_000);
    db.update(
        "insert into debt_payments (farmer_id, late_id, pooler_id, amount, xlm, claimable,"
            + " transaction_hash, at) select farmer_id, id, pooler_id, 0, debt_xlm, false, ?, at"
            + " from late_payouts where farmer_id = ? order by id limit 1",
        "cd".repeat(32),
        farmer.id());
    db.update(
        "insert into exit_obstacles (farmer_id, obstacle, detail, since)"
            + " values (?, 'POOLER_XLM', 'needs some', now())",
        farmer.id());
    String cursor =
        operator()
            .get(API + "debts?limit=2")
            .then()
            .statusCode(200)
            .body("items.farmer_id", equalTo(List.of(farmer.id() + "", farmer.id() + "")))
            .body("items.late", equalTo(List.of(true, true)))
            .body("items.amount", equalTo(List.of(0, 0)))
            .body("items.xlm", equalTo(List.of(1_250_000, 2_500_000)))
            .body("items[0].waiting_for", equalTo("POOLER_XLM"))
            .body("items[0].paid_at", nullValue())
            .body("items[1].waiting_for", nullValue())
            .body("items[1].transaction_hash", equalTo("cd".repeat(32)))
            .body("items[1].paid_at", notNullValue())
            .extract()
            .path("next_cursor");
    operator()
        .get(API + "debts?limit=2&cursor=" + cursor)
        .then()
        .body("items.farmer_id", equalTo(List.of(other.id() + "")))
        .body("items[0].late", equalTo(false))
        .body("items[0].amount", equalTo(70))
        .body("next_cursor", nullValue());
  }

  private void left(Planter farmer, long debt, long xlm) {
    db.update(
        "insert into splits (farmer_id, pooler_id, earned, pooler_share, owed, to_pooler,"
            + " from_pooler, to_farmer, debt, debt_xlm, xlm_to_farmer, claimable, ledger, at, unseen)"
            + " select id, pooler_id, 0, 0, ?, 0, 0, 0, ?, ?, 0, false, 1, now(), 'test'"
            + " from farmers where id = ?",
        debt,
        debt,
        xlm,
        farmer.id());
  }

  private void late(Planter farmer, long xlm) {
    db.update(
        "insert into late_payouts (farmer_id, pooler_id, kale, xlm, debt_xlm, claimable,"
            + " transaction_hash, ledger, at, unseen)"
            + " select id, pooler_id, 0, 0, ?, false, 'ab', 2, now(), 'test'"
            + " from farmers where id = ?",
        xlm,
        farmer.id());
  }

  @Test
  void showsFarmersWithTheirLastDiscrepancy() {
    Planter first = fixture.active(50, 1, "100", "10");
    Planter second = fixture.active(20, 2, "100", "10");
    discrepancies.found(first.id(), null, 77, "kale", 1_000, 400);
    String cursor =
        operator()
            .get(API + "farmers?limit=1")
            .then()
            .body("items.farmer_id", contains(second.id().toString()))
            .body("items[0].last_discrepancy", nullValue())
            .extract()
            .path("next_cursor");
    operator()
        .get(API + "farmers?limit=1&cursor=" + cursor)
        .then()
        .body("items.farmer_id", contains(first.id().toString()))
        .body("items[0].state", equalTo("SUSPENDED"))
        .body("items[0].state_by", equalTo("pool"))
        .body("items[0].last_discrepancy.what", equalTo("kale"))
        .body("items[0].last_discrepancy.difference", equalTo(-600))
        .body("next_cursor", nullValue());
    operator()
        .get(API + "farmers?state=ACTIVE")
        .then()
        .body("items.farmer_id", contains(second.id().toString()));
  }

  @Test
  void showsWhatTheWholePoolDoes() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    open.queued(farmer, 5, "HARVEST");
    db.update(
        "insert into compensations (pooler_id, farmer_id, block_index, amount, cause, at)"
            + " values (?, ?, 9, 1234, 'BLOCK_CLOSED', now())",
        farmer.pooler(),
        farmer.id());
    operator()
        .get(API + "status")
        .then()
        .statusCode(200)
        .body("network.reachable", equalTo(false))
        .body("hashing.paused", equalTo(false))
        .body("money.queued_transactions", equalTo(1))
        .body("money.sent_transactions", equalTo(0))
        .body("money.owed", equalTo(0));
    operator()
        .get(API + "compensations")
        .then()
        .body("items.amount", contains(1234))
        .body("items.block_index", contains(9));
  }
}

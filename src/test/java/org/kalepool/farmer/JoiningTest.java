package org.kalepool.farmer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.db.DbException;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Poolers;
import org.kalepool.schedule.SteppedClock;
import org.kalepool.settings.SettingsOf;
import org.kalepool.stellar.Signer;
import org.kalepool.testing.PostgresResource;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;
import org.stellar.sdk.KeyPair;

/** Registrations as an attack: thousands that nobody pays for, and wallets of others. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class JoiningTest {
  private static final Duration LIFE = Duration.ofHours(2);

  @Inject Poolers poolers;
  @Inject StoredFarmers farmers;
  @Inject Signer signer;
  @Inject StepwiseChain chain;
  @Inject Onboarding onboarding;
  @Inject LapsedSweep lapsedSweep;
  @Inject Lapsed lapsed;
  @Inject RegistrationRepository registrations;
  @Inject FarmerRepository repository;
  @Inject Clock clock;
  @Inject Db db;

  @BeforeEach
  void nobodyWaits() {
    later(LIFE);
    onboarding.sweep();
    farmers
        .in(FarmerState.LEAVING)
        .forEach(each -> farmers.suspend(each.id(), "operator", "another test's"));
  }

  private void later(Duration by) {
    ((SteppedClock) clock).advance(by);
  }

  private Response register(String payout) {
    return register(payout, null);
  }

  private Response register(String payout, @Nullable String key) {
    RequestSpecification request =
        given()
            .contentType("application/json")
            .body(
                Map.of(
                    "pooler_id",
                    poolers.own().id().toString(),
                    "payout_wallet",
                    payout,
                    "stake_percentage",
                    40,
                    "harvest_interval",
                    9));
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    Response answer = request.post("/api/v1/farmers");
    answer.then().statusCode(201);
    return answer;
  }

  private Response newcomer() {
    return register(KeyPair.random().getAccountId());
  }

  private static UUID id(Response farmer) {
    return UUID.fromString(farmer.path("farmer_id"));
  }

  private static Address custodial(Response farmer) {
    return Address.of(farmer.path("custodial_wallet"));
  }

  private void pays(Response farmer, String xlm) {
    chain.set(custodial(farmer), Xlm.parse(xlm), null);
  }

  private static RequestSpecification as(Response farmer) {
    return given().header("Authorization", "Bearer " + farmer.path("token"));
  }

  private static String path(Response farmer) {
    return "/api/v1/farmers/" + farmer.path("farmer_id");
  }

  private static Response confirm(Response farmer) {
    return as(farmer).post(path(farmer) + "/confirm-funding");
  }

  private @Nullable FarmerState state(Response farmer) {
    return farmers.find(id(farmer)).map(Farmer::state).orElse(null);
  }

  private long count(String sql) {
    return db.one("select count(*) from " + sql, row -> row.getLong(1)).orElseThrow();
  }

  private long rows() {
    long rows = 0;
    for (String table :
        List.of("farmers", "farmer_events", "farmer_settings", "farmer_terms", "wallets")) {
      rows += count(table);
    }
    return rows;
  }

  private void room(int places) {
    int taken = (int) count("farmers where funded_at is not null and state <> 'DEPARTED'");
    db.update("update poolers set max_farmers = ? where own", taken + places);
  }

  @Test
  void registrationsThatNobodyPaysForFillNoPool() {
    List<Response> crowd = new ArrayList<>();
    for (int i = 0; i < 91; i++) {
      crowd.add(newcomer());
    }
    room(2);
    try {
      List<Response> paying = List.of(newcomer(), newcomer(), newcomer());
      paying.forEach(each -> pays(each, "10"));
      onboarding.sweep();
      assertThat(paying.stream().map(this::state))
          .containsExactly(FarmerState.FUNDED, FarmerState.FUNDED, FarmerState.REGISTERED);
      confirm(paying.get(2))
          .then()
          .statusCode(200)
          .body("missing_xlm", equalTo(0))
          .body("waiting_for", equalTo("room"));

      later(LIFE);
      onboarding.sweep();
      assertThat(state(paying.get(2)))
          .as("it is given its XLM back")
          .isEqualTo(FarmerState.LEAVING);
      assertThat(crowd.stream().map(this::state)).containsOnlyNulls();
    } finally {
      db.update("update poolers set max_farmers = 500 where own");
    }
  }

  @Test
  void aRegistrationTakesNoPayoutWalletAndTellsNobodyWhoIsAMember() {
    String member = KeyPair.random().getAccountId();
    Response nobody = register(KeyPair.random().getAccountId());
    Response first = register(member);
    pays(first, "10");
    onboarding.sweep();
    assertThat(state(first)).isEqualTo(FarmerState.FUNDED);
    Response second = register(member);
    assertThat(second.<Map<String, Object>>path("$").keySet())
        .isEqualTo(nobody.<Map<String, Object>>path("$").keySet());
    assertThat(confirm(second).asString().replaceAll("[0-9a-f-]{36}|G[A-Z2-7]{55}", ""))
        .isEqualTo(confirm(nobody).asString().replaceAll("[0-9a-f-]{36}|G[A-Z2-7]{55}", ""));
  }

  @Test
  void whoPaysFirstHasThePayoutWallet() {
    String payout = KeyPair.random().getAccountId();
    Response first = register(payout);
    Response second = register(payout);
    pays(second, "10");
    onboarding.sweep();
    pays(first, "10");
    onboarding.sweep();
    assertThat(state(second)).isEqualTo(FarmerState.FUNDED);
    assertThat(state(first)).isEqualTo(FarmerState.REGISTERED);
    confirm(first).then().body("waiting_for", equalTo("payout_wallet"));
    later(LIFE);
    onboarding.sweep();
    assertThat(state(first)).isEqualTo(FarmerState.LEAVING);
    as(first)
        .get(path(first) + "/events")
        .then()
        .body("items[0].why", containsString("another farmer has this payout wallet"));
  }

  @Test
  void nobodyKeepsAWalletsOwnerOutByPayingFirst() {
    KeyPair owner = KeyPair.random();
    Response squatter = register(owner.getAccountId());
    pays(squatter, "10");
    onboarding.sweep();
    assertThat(state(squatter)).isEqualTo(FarmerState.FUNDED);

    Response mine = register(owner.getAccountId());
    pays(mine, "10");
    String message = mine.path("payout_proof_message");
    refused(prove(mine, signed(KeyPair.random(), message)));
    refused(prove(mine, signed(owner, squatter.path("payout_proof_message"))));
    refused(prove(mine, "x"));
    confirm(mine).then().body("waiting_for", equalTo("payout_wallet"));
    prove(mine, signed(owner, message)).then().statusCode(200);
    prove(mine, signed(owner, message)).then().statusCode(200);
    confirm(mine)
        .then()
        .body("state", equalTo("FUNDED"))
        .body("waiting_for", nullValue())
        .body("lapses_at", nullValue());

    Response again = register(owner.getAccountId());
    prove(again, signed(owner, again.path("payout_proof_message"))).then().statusCode(200);
    pays(again, "10");
    confirm(again).then().body("waiting_for", equalTo("payout_wallet"));
  }

  private static void refused(Response proof) {
    proof.then().statusCode(422).body("errors[0].field", equalTo("signature"));
  }

  private static Response prove(Response farmer, String signature) {
    return as(farmer)
        .contentType("application/json")
        .body(Map.of("signature", signature))
        .post(path(farmer) + "/payout-proof");
  }

  /** As SEP-53 has it. */
  private static String signed(KeyPair key, String message) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(("Stellar Signed Message:\n" + message).getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(key.sign(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRegistrationThatNobodyPaidForLeavesNextToNothing() {
    newcomer();
    later(LIFE);
    onboarding.sweep();
    long before = rows();
    long lapsedBefore = count("lapsed_registrations");
    List<Response> crowd = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      crowd.add(newcomer());
    }
    assertThat(rows()).isGreaterThan(before);
    later(LIFE.minusSeconds(1));
    onboarding.sweep();
    assertThat(state(crowd.getFirst())).isEqualTo(FarmerState.REGISTERED);
    later(Duration.ofSeconds(1));
    chain.down(true);
    onboarding.sweep();
    assertThat(state(crowd.getFirst())).as("nobody could look").isEqualTo(FarmerState.REGISTERED);
    chain.down(false);
    onboarding.sweep();
    lapsedSweep.sweep();
    assertThat(rows()).isEqualTo(before);
    assertThat(count("lapsed_registrations")).isEqualTo(lapsedBefore + 60);
    assertThat(count("registrations")).isZero();
    long bytes =
        db.one(
                "select max(pg_column_size(l.*)) from lapsed_registrations l"
                    + " where payout_memo is null and payout_id is null",
                row -> row.getLong(1))
            .orElseThrow();
    // 3 100 were seen before; its three indexes take some 70 more.
    assertThat(bytes).as("bytes for good").isLessThan(220);
  }

  @Test
  void whatArrivesAfterTheRegistrationHasLapsedIsNotLost() {
    Response farmer = newcomer();
    later(LIFE);
    onboarding.sweep();
    assertThat(state(farmer)).isNull();
    as(farmer).get(path(farmer)).then().statusCode(410);

    pays(farmer, "1");
    lapsedSweep.sweep();
    assertThat(state(farmer)).isEqualTo(FarmerState.REGISTERED);
    onboarding.sweep();
    assertThat(signer.holds(custodial(farmer))).as("its key is there").isTrue();
    assertThat(signer.sign(custodial(farmer), new byte[32])).hasSize(64);
    as(farmer)
        .get(path(farmer))
        .then()
        .statusCode(200)
        .body("custodial_wallet", equalTo(farmer.path("custodial_wallet")))
        .body("payout_wallet", equalTo(farmer.path("payout_wallet")))
        .body("stake_percentage", equalTo(40))
        .body("harvest_interval", equalTo(9))
        .body("terms.share_basis_points", equalTo(5000));
    pays(farmer, "10");
    onboarding.sweep();
    assertThat(state(farmer)).isEqualTo(FarmerState.FUNDED);
  }

  @Test
  void aLapsedRegistrationThatCameBackBeforeARestoreIsHeldAsAllOthers() {
    Response before = newcomer();
    later(LIFE);
    onboarding.sweep();
    later(Duration.ofMinutes(1));
    db.update(
        "insert into audit (who, what, target, detail, at)"
            + " values ('restore', 'restore', null, 'a test', ?)",
        clock.instant());
    Response after = newcomer();
    later(LIFE);
    onboarding.sweep();
    pays(before, "9");
    pays(after, "9");
    lapsedSweep.sweep();
    assertThat(state(before)).isEqualTo(FarmerState.SUSPENDED);
    assertThat(state(after)).isEqualTo(FarmerState.REGISTERED);
    assertThat(count("unrecovered where farmer_id = '" + id(before) + "'")).isOne();
    assertThat(count("unrecovered where farmer_id = '" + id(after) + "'")).isZero();
  }

  @Test
  void whoHadJoinedBeforeARestoreIsNotTakenForOneThatPaidTooLittle() {
    Response farmer = newcomer();
    chain.set(custodial(farmer), Xlm.parse("1.7"), Kale.ZERO);
    later(LIFE);
    onboarding.sweep();
    assertThat(state(farmer)).isEqualTo(FarmerState.ACTIVE);
  }

  @Test
  void tooLittleIsGivenBackWhenTheRegistrationsLifeIsOver() {
    Response farmer = newcomer();
    pays(farmer, "1");
    later(LIFE);
    onboarding.sweep();
    assertThat(state(farmer)).isEqualTo(FarmerState.LEAVING);
    assertThat(signer.holds(custodial(farmer))).isTrue();
    assertThatThrownBy(() -> db.update("delete from farmers where id = ?", id(farmer)))
        .isInstanceOf(DbException.class);
  }

  @Test
  void itsOwnerBringsALapsedRegistrationBack() {
    String payout = KeyPair.random().getAccountId();
    String key = UUID.randomUUID().toString();
    Response farmer = register(payout, key);
    later(LIFE);
    onboarding.sweep();
    confirm(farmer)
        .then()
        .statusCode(200)
        .body("state", equalTo("REGISTERED"))
        .body("missing_xlm", greaterThan(0));
    later(LIFE);
    onboarding.sweep();
    assertThat(state(farmer)).isNull();
    Response same = register(payout, key);
    assertThat(same.asString()).isEqualTo(farmer.asString());
    as(same).get(path(same)).then().statusCode(200);
    later(LIFE);
    onboarding.sweep();
    given()
        .header("Authorization", "Bearer " + ApiProfile.OPERATOR_KEY)
        .get(path(farmer))
        .then()
        .statusCode(404);
    as(newcomer()).get(path(farmer)).then().statusCode(403);
  }

  @Test
  void anOperatorBringsALapsedRegistrationBackAndIsNamed() {
    Response farmer = newcomer();
    later(LIFE);
    onboarding.sweep();
    assertThat(state(farmer)).isNull();
    for (String id : List.of(farmer.<String>path("farmer_id"), UUID.randomUUID().toString())) {
      given()
          .header("Authorization", "Bearer " + ApiProfile.OPERATOR_KEY)
          .post("/api/v1/farmers/" + id + "/confirm-funding")
          .then()
          .statusCode(id.equals(farmer.path("farmer_id")) ? 200 : 404);
    }
    assertThat(state(farmer)).isEqualTo(FarmerState.REGISTERED);
    assertThat(
            db.list(
                "select who || ' ' || what from audit where target = ?",
                row -> row.getString(1),
                farmer.<String>path("farmer_id")))
        .containsExactly("operator confirm-funding");
  }

  @Test
  void nothingOfALapsedRegistrationCanBeForgotten() {
    Response farmer = newcomer();
    assertThatThrownBy(
            () -> db.update("delete from farmer_settings where farmer_id = ?", id(farmer)))
        .isInstanceOf(DbException.class);
    later(LIFE);
    onboarding.sweep();
    for (String change :
        List.of(
            "delete from lapsed_registrations where id = ?",
            "update lapsed_registrations set payout = custodial where id = ?")) {
      assertThatThrownBy(() -> db.update(change, id(farmer))).isInstanceOf(DbException.class);
    }
  }

  @Test
  void oneAddressRegistersSoManyAndManyAddressesSoManyInAll() {
    Newcomers bounded =
        new Newcomers(
            registrations,
            repository,
            clock,
            lapsed,
            SettingsOf.mapping(
                OnboardingSettings.class,
                "kale.farmer.registrations-per-address",
                "3",
                "kale.farmer.max-registrations",
                "4"));
    List<UUID> attackers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      attackers.add(add(bounded, "attacker"));
      later(Duration.ofMinutes(1));
    }
    assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> bounded.check("attacker")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.TOO_MANY_REGISTRATIONS));
    UUID honest = add(bounded, "honest");
    UUID other = add(bounded, "other");
    assertThat(farmers.find(attackers.getFirst())).as("the oldest of the busiest").isEmpty();
    assertThat(List.of(attackers.get(1), attackers.get(2), honest, other))
        .allSatisfy(each -> assertThat(farmers.find(each)).isPresent());
    // lapsed before its time, it still counts where it came from
    assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> bounded.check("attacker")))
        .isInstanceOf(ProblemException.class);
    later(LIFE);
    QuarkusTransaction.requiringNew().run(() -> bounded.check("attacker"));
  }

  private UUID add(Newcomers bounded, String client) {
    UUID farmer = id(newcomer());
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              bounded.check(client);
              bounded.add(farmer, client);
            });
    return farmer;
  }

  @Test
  void aFarmerWhoLeavesAndStaysForEverMakesNoEndlessList() {
    Response farmer = newcomer();
    pays(farmer, "10");
    onboarding.sweep();
    String exit = path(farmer) + "/exit";
    int refused = 0;
    for (int i = 0; i < 60; i++) {
      as(farmer).post(exit).then().statusCode(202);
      refused += as(farmer).delete(exit).statusCode() == 429 ? 1 : 0;
    }
    assertThat(refused).isPositive();
    as(farmer)
        .delete(exit)
        .then()
        .statusCode(429)
        .body("code", equalTo("too_many_changes"))
        .header("Retry-After", not(nullValue()));
    long events = count("farmer_events where farmer_id = '" + id(farmer) + "'");
    assertThat(events).isLessThan(110);

    Response first = as(farmer).get(path(farmer) + "/events?limit=3");
    first.then().body("items.size()", equalTo(3)).body("items[0].to_state", equalTo("LEAVING"));
    as(farmer)
        .get(path(farmer) + "/events?limit=200&cursor=" + first.path("next_cursor"))
        .then()
        .body("items.size()", equalTo((int) events - 3))
        .body("next_cursor", nullValue());
    as(farmer).get(path(farmer)).then().body("events.size()", equalTo(20));
    later(Duration.ofDays(1));
    as(farmer).delete(exit).then().statusCode(200);
  }

  @Test
  void settingsChangeSoOftenADay() {
    Response farmer = newcomer();
    pays(farmer, "10");
    chain.set(custodial(farmer), Xlm.parse("10"), Kale.ZERO);
    onboarding.sweep();
    int last = 200;
    for (int i = 0; i < 120 && last == 200; i++) {
      last =
          as(farmer)
              .contentType("application/json")
              .body(Map.of("stake_percentage", i % 2))
              .patch(path(farmer) + "/settings")
              .statusCode();
    }
    assertThat(last).isEqualTo(429);
    assertThat(count("farmer_settings where farmer_id = '" + id(farmer) + "'")).isEqualTo(100);
  }
}

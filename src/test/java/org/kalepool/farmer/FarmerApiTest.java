package org.kalepool.farmer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Memo;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.Signer;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.testing.PostgresResource;
import org.kalepool.web.Token;
import org.stellar.sdk.KeyPair;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class FarmerApiTest {
  @Inject Poolers poolers;
  @Inject Farmers farmers;
  @Inject Signer signer;
  @Inject StepwiseChain chain;
  @Inject WishedTransactions transactions;
  @Inject Onboarding onboarding;
  @Inject Db db;

  @AfterEach
  void networkUp() {
    chain.down(false);
  }

  @Test
  void registersAFarmerAndAsksForExactlyTheXlmItNeeds() {
    String payout = KeyPair.random().getAccountId();
    Response response = register(payout, 50, 12);
    response
        .then()
        .statusCode(201)
        .header("Location", startsWith("/api/v1/farmers/"))
        .header("Cache-Control", "no-store")
        .header("X-Content-Type-Options", "nosniff")
        .body("state", equalTo("REGISTERED"))
        .body("payout_wallet", equalTo(payout))
        .body("stake_percentage", equalTo(50))
        .body("harvest_interval", equalTo(12))
        .body("funding.account_reserve", equalTo(10_000_000))
        .body("funding.trustline_reserve", equalTo(5_000_000))
        .body("funding.classic_fees", equalTo(500_000))
        .body("funding.fees_per_block", equalTo(160_000))
        .body("funding.blocks", equalTo(12))
        .body("funding.minimum_xlm", equalTo(17_420_000))
        .body("token", startsWith("kf_"));
    String custodial = response.path("custodial_wallet");
    assertThat((String) response.path("payment_uri"))
        .isEqualTo(
            "web+stellar:pay?destination="
                + custodial
                + "&amount=1.742&msg=XLM%20for%20farming%20KALE"
                + "&network_passphrase=Test%20SDF%20Network%20%3B%20September%202015");
    // The key is made again from the farmer's id when something comes to this address.
    assertThat(signer.holds(Address.of(custodial))).isFalse();
    Farmer farmer = farmers.find(UUID.fromString(response.path("farmer_id"))).orElseThrow();
    assertThat(farmer.id().version()).isEqualTo(4);
    assertThat(farmer.id().variant()).isEqualTo(2);
    assertThat(poolers.own().id().version()).isEqualTo(4);
    assertThat(farmer.custodial().text()).isEqualTo(custodial);
    assertThat(farmer.pooler()).isEqualTo(poolers.own().id());
    assertThat(farmer.stakePercentage()).isEqualTo(50);
  }

  private Response registerAt(String wallet, @Nullable String memo, @Nullable String type) {
    Map<String, Object> body = new HashMap<>();
    body.put("pooler_id", poolers.own().id().toString());
    body.put("payout_wallet", wallet);
    body.put("payout_memo", memo);
    body.put("payout_memo_type", type);
    body.put("stake_percentage", 50);
    body.put("harvest_interval", 12);
    return given().contentType("application/json").body(body).post("/api/v1/farmers");
  }

  private String exchange() {
    String account = KeyPair.random().getAccountId();
    chain.set(Address.of(account), Xlm.parse("10"), Kale.ZERO);
    return account;
  }

  @Test
  void customersOfOneExchangeAreToldApartByMemoOrNumber() {
    String exchange = exchange();
    registerAt(exchange, "alice", null)
        .then()
        .statusCode(201)
        .body("payout_wallet", equalTo(exchange))
        .body("payout_memo", equalTo("alice"))
        .body("payout_memo_type", equalTo("text"));
    Response bob = registerAt(exchange, "18446744073709551615", "id");
    bob.then().statusCode(201);
    String muxed = new Destination(Address.of(exchange), -2L, null).text();
    Response carol = registerAt(muxed, null, null);
    carol.then().statusCode(201).body("payout_wallet", equalTo(muxed));
    registerAt(exchange, "ab".repeat(32), "hash").then().statusCode(201);

    assertThat(farmers.find(UUID.fromString(bob.path("farmer_id"))).orElseThrow().destination())
        .isEqualTo(
            new Destination(
                Address.of(exchange), null, new Memo(Memo.Kind.ID, "18446744073709551615")));
    assertThat(farmers.find(UUID.fromString(carol.path("farmer_id"))).orElseThrow().destination())
        .isEqualTo(new Destination(Address.of(exchange), -2L, null));
    given()
        .header("Authorization", "Bearer " + bob.<String>path("token"))
        .get("/api/v1/farmers/" + bob.path("farmer_id"))
        .then()
        .body("payout_wallet", equalTo(exchange))
        .body("payout_memo", equalTo("18446744073709551615"))
        .body("payout_memo_type", equalTo("id"));
  }

  @Test
  void refusesAPayoutWalletThatCouldNotBePaid() {
    String asking = exchange();
    chain.memoRequired(Address.of(asking));
    refusedPayout(registerAt(asking, null, null), "payout_memo", "SEP-29");
    registerAt(asking, "me", null).then().statusCode(201);

    String listless = KeyPair.random().getAccountId();
    chain.set(Address.of(listless), Xlm.parse("10"), null);
    refusedPayout(registerAt(listless, "me", null), "payout_wallet", "takes no KALE");
    registerAt(listless, null, null).then().statusCode(201);
    String nowhere = KeyPair.random().getAccountId();
    refusedPayout(registerAt(nowhere, "me", null), "payout_wallet", "does not exist");

    String muxed = new Destination(Address.of(exchange()), 5L, null).text();
    refusedPayout(registerAt(muxed, "me", null), "payout_memo", "left out");
    String typo = muxed.substring(0, 5) + (muxed.charAt(5) == 'A' ? 'B' : 'A') + muxed.substring(6);
    refusedPayout(registerAt(typo, null, null), "payout_wallet", "checksum");
    refusedPayout(registerAt(exchange(), "x".repeat(29), null), "payout_memo", "28 bytes");
    refusedPayout(registerAt(exchange(), "-1", "id"), "payout_memo", "whole number");
    refusedPayout(registerAt(exchange(), "abc", "hash"), "payout_memo", "64 hexadecimal");
    refusedPayout(registerAt(exchange(), "abc", "return"), "payout_memo_type", "text, id or hash");
  }

  private static void refusedPayout(Response response, String field, String message) {
    response
        .then()
        .statusCode(422)
        .body("errors.field", hasItem(field))
        .body("errors.message", hasItem(containsString(message)));
  }

  @Test
  void storesNoTokenInClear() {
    String key = UUID.randomUUID().toString();
    Response response = register(KeyPair.random().getAccountId(), 50, 12, key);
    String token = response.path("token");
    String rows =
        String.join(
            " ",
            db.list("select f::text from farmers f", row -> row.getString(1)).toString(),
            db.list("select k::text from idempotency_keys k", row -> row.getString(1)).toString());
    assertThat(token).hasSize(46);
    // With the key, whoever reads a backup could ask for the token.
    assertThat(rows)
        .contains((String) response.path("farmer_id"))
        .doesNotContain(token)
        .doesNotContain(key)
        .doesNotContain(HexFormat.of().formatHex(Token.hash(key)));
  }

  @Test
  void tellsEveryInvalidFieldAtOnceAndChangesNothing() {
    long before = farmerCount();
    problem(
            post(
                "{\"pooler_id\":\"x\",\"payout_wallet\":\"GABC\",\"stake_percentage\":101,"
                    + "\"harvest_interval\":0}"),
            422,
            "validation_failed")
        .body(
            "errors.field",
            equalTo(List.of("pooler_id", "payout_wallet", "stake_percentage", "harvest_interval")))
        .body("instance", equalTo("/api/v1/farmers"))
        .body("type", equalTo("urn:kale-pool:problem:validation_failed"));
    problem(post("{}"), 422, "validation_failed")
        .body(
            "errors.message",
            equalTo(List.of("is missing", "is missing", "is missing", "is missing")));
    assertThat(farmerCount()).isEqualTo(before);
  }

  @Test
  void refusesEveryBadFieldAndChangesNothing() {
    long before = farmerCount();
    String good = KeyPair.random().getAccountId();
    String typo = good.substring(0, 55) + (good.endsWith("A") ? "B" : "A");
    String contract = Address.contract(new byte[32]).text();
    refused("payout_wallet", typo, "payout_wallet", "checksum");
    refused("payout_wallet", contract, "payout_wallet", "not a contract");
    refused("payout_wallet", poolers.own().wallet().text(), "payout_wallet", "belongs to the pool");
    refused("payout_wallet", 5, "payout_wallet", "must be a text");
    refused("pooler_id", UUID.randomUUID().toString(), "pooler_id", "names no active pooler");
    refused("pooler_id", "1-1-1-1-1", "pooler_id", "must be a UUID");
    refused("stake_percentage", -1, "stake_percentage", "0 to 100");
    refused("stake_percentage", 50.5, "stake_percentage", "a whole number");
    refused("stake_percentage", "50", "stake_percentage", "a whole number");
    refused("stake_percentage", 99_999_999_999L, "stake_percentage", "not allowed");
    refused("harvest_interval", 251, "harvest_interval", "1 to 250");
    refused("harvest_interval", true, "harvest_interval", "a whole number");
    refused("harvest_interval", List.of(1), "harvest_interval", "a whole number");
    refused("surprise", 1, "surprise", "is not known here");
    assertThat(farmerCount()).isEqualTo(before);
  }

  @Test
  void refusesACustodialWalletAsPayoutWallet() {
    String custodial = register(KeyPair.random().getAccountId(), 1, 1).path("custodial_wallet");
    refused("payout_wallet", custodial, "payout_wallet", "belongs to the pool");
  }

  @Test
  void refusesMalformedBodies() {
    long before = farmerCount();
    problem(post("{\"pooler_id\":"), 400, "invalid_json");
    problem(post(""), 400, "invalid_json");
    problem(post("null"), 400, "invalid_json");
    problem(post("[]"), 400, "invalid_json");
    problem(post("\"text\""), 400, "invalid_json");
    problem(post("{} {}"), 400, "invalid_json");
    problem(post("{\"stake_percentage\":1,\"stake_percentage\":2}"), 400, "invalid_json");
    problem(post("[".repeat(1_200)), 400, "invalid_json");
    problem(post("{\"pooler_id\":\"" + "x".repeat(70_000) + "\"}"), 413, "body_too_large");
    problem(
        given()
            .contentType("application/json")
            .body(new ByteArrayInputStream(new byte[70_000]))
            .post("/api/v1/farmers"),
        413,
        "body_too_large");
    problem(
        given().contentType("text/plain").body("{}").post("/api/v1/farmers"),
        415,
        "unsupported_media_type");
    problem(given().get("/api/v1/nothing"), 404, "not_found");
    problem(given().get("/nothing"), 404, "not_found");
    problem(
        given().contentType("application/json").put("/api/v1/farmers"), 405, "method_not_allowed");
    problem(given().accept("text/csv").get("/api/v1/poolers"), 406, "not_acceptable");
    assertThat(farmerCount()).isEqualTo(before);
  }

  @Test
  void answersUnavailableWhenTheNetworkIsDownAndChangesNothing() {
    Response farmer = register(KeyPair.random().getAccountId(), 50, 12);
    long before = farmerCount();
    chain.down(true);
    problem(register(KeyPair.random().getAccountId(), 50, 12), 503, "network_unavailable")
        .header("Retry-After", "10");
    problem(confirm(farmer), 503, "network_unavailable");
    get(farmer, "").then().statusCode(200).body("state", equalTo("REGISTERED"));
    assertThat(farmerCount()).isEqualTo(before);
  }

  @Test
  void givesTheSameAnswerForTheSameIdempotencyKey() {
    String payout = KeyPair.random().getAccountId();
    String key = UUID.randomUUID().toString();
    Response first = register(payout, 50, 12, key);
    Response second = register(payout, 50, 12, key);
    first.then().statusCode(201);
    second.then().statusCode(201);
    assertThat(second.asString()).isEqualTo(first.asString());
    get(second, "").then().statusCode(200);
    problem(register(payout, 51, 12, key), 422, "idempotency_key_reused");
    problem(register(payout, 50, 12, "short"), 422, "validation_failed");
  }

  @Test
  void forgetsTheKeyOfARefusedRequest() {
    String payout = KeyPair.random().getAccountId();
    String key = UUID.randomUUID().toString();
    chain.down(true);
    problem(register(payout, 50, 12, key), 503, "network_unavailable");
    chain.down(false);
    register(payout, 50, 13, key).then().statusCode(201);
  }

  @Test
  void answersOnlyTheFarmersOwnToken() {
    Response one = register(KeyPair.random().getAccountId(), 50, 12);
    Response two = register(KeyPair.random().getAccountId(), 50, 12);
    String path = "/api/v1/farmers/" + one.path("farmer_id");
    problem(given().get(path), 401, "unauthorized").header("WWW-Authenticate", "Bearer");
    problem(bearer("kf_wrong").get(path), 401, "unauthorized");
    problem(given().header("Authorization", "Basic eDp5").get(path), 401, "unauthorized");
    problem(bearer(two.path("token")).get(path), 403, "forbidden");
    problem(bearer(two.path("token")).post(path + "/confirm-funding"), 403, "forbidden");
    problem(
        bearer(two.path("token")).get("/api/v1/farmers/" + UUID.randomUUID()), 403, "forbidden");
    bearer(one.path("token")).get(path).then().statusCode(200);
    bearer(ApiProfile.OPERATOR_KEY).get(path).then().statusCode(200);
    problem(
        bearer(ApiProfile.OPERATOR_KEY).get("/api/v1/farmers/" + UUID.randomUUID()),
        404,
        "farmer_not_found");
    problem(bearer(ApiProfile.OPERATOR_KEY).get("/api/v1/farmers/x"), 404, "farmer_not_found")
        .body("detail", equalTo("There is no such farmer."));
  }

  @Test
  void showsStateSettingsAndBalances() {
    Response farmer = register(KeyPair.random().getAccountId(), 50, 12);
    get(farmer, "")
        .then()
        .statusCode(200)
        .body("farmer_id", equalTo(farmer.path("farmer_id")))
        .body("state", equalTo("REGISTERED"))
        .body("balances.custody", equalTo(10_000_000))
        .body("balances.xlm", equalTo(100_000_000))
        .body("open_pails", equalTo(List.of()))
        .body("payout", nullValue())
        .body("$", not(hasItem("token")));
  }

  @Test
  void saysWhatIsMissingUntilThereIsEnough() {
    Response farmer = register(KeyPair.random().getAccountId(), 50, 12);
    Address custodial = Address.of(farmer.path("custodial_wallet"));
    confirm(farmer)
        .then()
        .statusCode(200)
        .body("state", equalTo("REGISTERED"))
        .body("account_exists", equalTo(false))
        .body("missing_xlm", equalTo(17_420_000))
        .body("payment_uri", containsString("amount=1.742&"));
    chain.set(custodial, Xlm.parse("1.5"), null);
    confirm(farmer)
        .then()
        .body("state", equalTo("REGISTERED"))
        .body("account_exists", equalTo(true))
        .body("missing_xlm", equalTo(5_000_000 + 500_000 + 160_000 - 5_000_000));
  }

  @Test
  void opensTheTrustlineOnceAndJoinsWhenItIsThere() {
    Response farmer = register(KeyPair.random().getAccountId(), 50, 12);
    UUID id = UUID.fromString(farmer.path("farmer_id"));
    Address custodial = Address.of(farmer.path("custodial_wallet"));
    chain.set(custodial, Xlm.parse("10"), null);
    confirm(farmer).then().body("state", equalTo("FUNDED")).body("missing_xlm", equalTo(0));
    confirm(farmer).then().body("state", equalTo("FUNDED")).body("trustline", equalTo(false));
    onboarding.sweep();
    TransactionRequest wish =
        new TransactionRequest(
            custodial,
            Action.TRUSTLINE,
            id,
            null,
            new Call.Operations(List.of(new Call.OpenTrustline(null))),
            null);
    assertThat(transactions.of(id)).containsExactly(wish);

    onboarding.settled(
        new TransactionSettled(
            1, wish, new Outcome.Landed(Hash.ZERO, 101, 1, Xlm.ofStroops(100), null, null, null)));
    get(farmer, "")
        .then()
        .body("state", equalTo("ACTIVE"))
        .body("events.to_state", equalTo(List.of("FUNDED", "ACTIVE")))
        .body("events.by", equalTo(List.of("farmer", "pool")));
  }

  @Test
  void noticesFundingAndTrustlineWithoutBeingCalled() {
    Response farmer = register(KeyPair.random().getAccountId(), 50, 12);
    Address custodial = Address.of(farmer.path("custodial_wallet"));
    chain.down(true);
    onboarding.sweep();
    chain.down(false);
    chain.set(custodial, Xlm.parse("10"), null);
    onboarding.sweep();
    get(farmer, "").then().body("state", equalTo("FUNDED"));
    chain.set(custodial, Xlm.parse("10"), Kale.ZERO);
    onboarding.sweep();
    get(farmer, "")
        .then()
        .body("state", equalTo("ACTIVE"))
        .body("events.by", equalTo(List.of("pool", "pool")));
  }

  @Test
  void changesSettingsOneByOne() {
    Response farmer = register(KeyPair.random().getAccountId(), 50, 12);
    patch(farmer, "{\"stake_percentage\":0}")
        .then()
        .statusCode(200)
        .body("stake_percentage", equalTo(0))
        .body("harvest_interval", equalTo(12));
    patch(farmer, "{\"harvest_interval\":250}")
        .then()
        .body("stake_percentage", equalTo(0))
        .body("harvest_interval", equalTo(250));
    UUID id = UUID.fromString(farmer.path("farmer_id"));
    problem(patch(farmer, "{}"), 422, "validation_failed");
    problem(patch(farmer, "{\"stake_percentage\":101}"), 422, "validation_failed");
    problem(patch(farmer, "{\"harvest_interval\":0}"), 422, "validation_failed");
    problem(patch(farmer, "{\"payout_wallet\":\"G\"}"), 422, "validation_failed");
    assertThat(settingsCount(id)).isEqualTo(3);
    depart(id);
    problem(patch(farmer, "{\"harvest_interval\":1}"), 409, "farmer_departed");
    assertThat(settingsCount(id)).isEqualTo(3);
  }

  @Test
  void letsOnlyAsManyInAtOnceAsThereIsRoom() throws InterruptedException {
    int room = 3;
    UUID pooler = poolers.own().id();
    List<Response> newcomers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      newcomers.add(register(KeyPair.random().getAccountId(), 50, 12));
    }
    db.update("update poolers set max_farmers = ? where id = ?", (int) taken() + room, pooler);
    newcomers.forEach(
        each -> chain.set(Address.of(each.path("custodial_wallet")), Xlm.parse("10"), null));
    List<Response> answers = new CopyOnWriteArrayList<>();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      newcomers.forEach(each -> clients.submit(() -> answers.add(confirm(each))));
      clients.shutdown();
      assertThat(clients.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
      problem(register(KeyPair.random().getAccountId(), 50, 12), 409, "pooler_full");
    } finally {
      db.update("update poolers set max_farmers = 500 where id = ?", pooler);
    }
    assertThat(answers.stream().map(answer -> answer.<String>path("state")))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Collections.nCopies(room, "FUNDED").stream(),
                    Collections.nCopies(10 - room, "REGISTERED").stream())
                .toList());
    assertThat(answers.stream().map(answer -> answer.<String>path("waiting_for")))
        .containsOnly(null, "room");
  }

  @Test
  void registersOnceWhenTheSameRequestComesManyTimesAtOnce() throws InterruptedException {
    Map<String, Object> wish = wish(KeyPair.random().getAccountId(), 50, 12);
    String key = UUID.randomUUID().toString();
    long before = farmerCount();
    Set<String> bodies = ConcurrentHashMap.newKeySet();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        clients.submit(() -> bodies.add(register(wish, key).asString()));
      }
      clients.shutdown();
      assertThat(clients.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(bodies).hasSize(1);
    assertThat(bodies.iterator().next()).contains("\"token\":\"kf_");
    // One farmer, one idempotency key.
    assertThat(farmerCount()).isEqualTo(before + 2);
  }

  @Test
  void pagesThroughItsHistory() {
    Response farmer = register(KeyPair.random().getAccountId(), 50, 12);
    UUID id = UUID.fromString(farmer.path("farmer_id"));
    chain.set(Address.of(farmer.path("custodial_wallet")), Xlm.parse("10"), null);
    confirm(farmer);
    for (int block = 1; block <= 5; block++) {
      db.update(
          "insert into plantings (block_index, farmer_id, pooler_id, status, stake,"
              + " stake_percentage, harvest_interval, cause, debtor, planted_at)"
              + " values (?, ?, ?, 'FAILED', 0, 50, 12, 'INSUFFICIENT_XLM', 'FARMER', now())",
          block,
          id,
          poolers.own().id());
    }
    Response first = get(farmer, "/plantings?limit=2");
    first
        .then()
        .statusCode(200)
        .body("items.block_index", equalTo(List.of(5, 4)))
        .body("items[0].error", equalTo("INSUFFICIENT_XLM"))
        .body("items[0].debtor", equalTo("FARMER"));
    Response second = get(farmer, "/plantings?limit=2&cursor=" + first.path("next_cursor"));
    second.then().body("items.block_index", equalTo(List.of(3, 2)));
    get(farmer, "/plantings?limit=2&cursor=" + second.path("next_cursor"))
        .then()
        .body("items.block_index", equalTo(List.of(1)))
        .body("next_cursor", nullValue());
    get(farmer, "/plantings").then().body("items.size()", equalTo(5));
    for (String list : List.of("/works", "/harvests", "/journal")) {
      get(farmer, list).then().statusCode(200).body("items", equalTo(List.of()));
    }
    problem(get(farmer, "/plantings?limit=0"), 422, "validation_failed");
    problem(get(farmer, "/plantings?limit=201"), 422, "validation_failed");
    problem(get(farmer, "/plantings?limit=x"), 422, "validation_failed");
    problem(get(farmer, "/plantings?cursor=abc"), 422, "validation_failed")
        .body("errors[0].field", equalTo("cursor"));
    problem(given().get("/api/v1/farmers/" + id + "/journal"), 401, "unauthorized");
  }

  @Test
  void leavesAndStaysAfterAll() {
    Response farmer = register(KeyPair.random().getAccountId(), 50, 12);
    Response other = register(KeyPair.random().getAccountId(), 50, 12);
    String exit = "/api/v1/farmers/" + farmer.path("farmer_id") + "/exit";
    problem(given().post(exit), 401, "unauthorized");
    problem(bearer(other.path("token")).post(exit), 403, "forbidden");
    problem(bearer(farmer.path("token")).delete(exit), 409, "not_leaving");
    bearer(farmer.path("token"))
        .post(exit)
        .then()
        .statusCode(202)
        .body("farmer_id", equalTo(farmer.path("farmer_id")))
        .body("state", equalTo("LEAVING"))
        .body("open_pails", equalTo(0))
        .body("split_sent", equalTo(false));
    bearer(farmer.path("token")).get(exit).then().statusCode(200).body("state", equalTo("LEAVING"));
    bearer(farmer.path("token"))
        .delete(exit)
        .then()
        .statusCode(200)
        .body("state", equalTo("REGISTERED"));
    farmers.suspend(UUID.fromString(farmer.path("farmer_id")), "operator", "test");
    problem(bearer(farmer.path("token")).post(exit), 409, "farmer_suspended");
    depart(UUID.fromString(other.path("farmer_id")));
    problem(
        bearer(other.path("token")).post("/api/v1/farmers/" + other.path("farmer_id") + "/exit"),
        409,
        "farmer_departed");
  }

  @Test
  void showsAStatement() {
    Response farmer = register(KeyPair.random().getAccountId(), 50, 12);
    get(farmer, "/statement")
        .then()
        .statusCode(200)
        .body("farmer_id", equalTo(farmer.path("farmer_id")))
        .body("deposited", equalTo(0))
        .body("still_open", equalTo(0));
  }

  @Test
  void listsPoolersWithTermsAndRoom() {
    given()
        .get("/api/v1/poolers")
        .then()
        .statusCode(200)
        .body("items[0].pooler_id", equalTo(poolers.own().id().toString()))
        .body("items[0].name", equalTo("pool"))
        .body("items[0].share_basis_points", equalTo(5000))
        .body("items[0].max_farmers", equalTo(500))
        .body("items[0].capacity_left", equalTo(500 - (int) taken()))
        .body("next_cursor", nullValue());
    given()
        .get("/api/v1/poolers/" + poolers.own().id())
        .then()
        .statusCode(200)
        .body("active", equalTo(true));
    problem(given().get("/api/v1/poolers/" + UUID.randomUUID()), 404, "pooler_not_found");
    problem(given().get("/api/v1/poolers/1-1-1-1-1"), 404, "pooler_not_found")
        .body("detail", equalTo("There is no such pooler."));
  }

  private Response register(String payout, int stake, int interval) {
    return register(payout, stake, interval, null);
  }

  private Response register(String payout, int stake, int interval, @Nullable String key) {
    return register(wish(payout, stake, interval), key);
  }

  private static Response register(Map<String, Object> wish, @Nullable String key) {
    var request = given().contentType("application/json").body(wish);
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    return request.post("/api/v1/farmers");
  }

  private Map<String, Object> wish(String payout, int stake, int interval) {
    return new HashMap<>(
        Map.of(
            "pooler_id", poolers.own().id().toString(),
            "payout_wallet", payout,
            "stake_percentage", stake,
            "harvest_interval", interval));
  }

  private void refused(String field, Object value, String named, String says) {
    Map<String, Object> body = wish(KeyPair.random().getAccountId(), 50, 12);
    body.put(field, value);
    problem(
            given().contentType("application/json").body(body).post("/api/v1/farmers"),
            422,
            "validation_failed")
        .body("errors[0].field", equalTo(named))
        .body("errors[0].message", containsString(says));
  }

  private static Response post(String body) {
    return given().contentType("application/json").body(body).post("/api/v1/farmers");
  }

  private static RequestSpecification bearer(String token) {
    return given().header("Authorization", "Bearer " + token);
  }

  private static Response get(Response farmer, String path) {
    return bearer(farmer.path("token")).get("/api/v1/farmers/" + farmer.path("farmer_id") + path);
  }

  private static Response confirm(Response farmer) {
    return bearer(farmer.path("token"))
        .post("/api/v1/farmers/" + farmer.path("farmer_id") + "/confirm-funding");
  }

  private static Response patch(Response farmer, String body) {
    return bearer(farmer.path("token"))
        .contentType("application/json")
        .body(body)
        .patch("/api/v1/farmers/" + farmer.path("farmer_id") + "/settings");
  }

  private static ValidatableResponse problem(Response response, int status, String code) {
    return response
        .then()
        .statusCode(status)
        .contentType("application/problem+json")
        .body("code", equalTo(code))
        .body("status", equalTo(status));
  }

  private void depart(UUID id) {
    FarmerState state = farmers.find(id).orElseThrow().state();
    assertThat(farmers.move(id, state, FarmerState.DEPARTED, "operator", "test")).isTrue();
  }

  private long farmerCount() {
    return db.one(
            "select (select count(*) from farmers) + (select count(*) from wallets where owner <>"
                + " '00000000-0000-0000-0000-000000000001')"
                + " + (select count(*) from idempotency_keys)",
            row -> row.getLong(1))
        .orElseThrow();
  }

  private long taken() {
    return db.one(
            "select count(*) from farmers where funded_at is not null and state <> 'DEPARTED'",
            row -> row.getLong(1))
        .orElseThrow();
  }

  private int settingsCount(UUID id) {
    return db.one(
            "select count(*) from farmer_settings where farmer_id = ?", row -> row.getInt(1), id)
        .orElseThrow();
  }
}

package org.kalepool.farmer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Collections;
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
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.testing.PostgresResource;
import org.kalepool.web.Token;
import org.stellar.sdk.KeyPair;

/** How a farmer registers, and registers once. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class RegistrationTest extends FarmerApiFixture {
  @Test
  void registersAFarmerAndAsksForExactlyTheXlmItNeeds() {
    String payout = KeyPair.random().getAccountId();
    Response response = register(payout, 50, 12);
    response
        .then()
        .statusCode(201)
        .header("Location", startsWith("http://pool.example/api/v1/farmers/"))
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
  void aRepeatedRegistrationIsAnsweredThoughItsPoolerTakesNobodyAnyMore() {
    String payout = KeyPair.random().getAccountId();
    String key = UUID.randomUUID().toString();
    Response first = register(payout, 50, 12, key);
    UUID pooler = poolers.own().id();
    try {
      db.update("update poolers set active = false where id = ?", pooler);
      assertThat(register(payout, 50, 12, key).asString()).isEqualTo(first.asString());
      problem(register(payout, 51, 12, key), 422, "idempotency_key_reused");
      problem(register(payout, 50, 12, UUID.randomUUID().toString()), 422, "validation_failed");
    } finally {
      db.update("update poolers set active = true where id = ?", pooler);
    }
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
}

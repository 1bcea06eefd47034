package org.kalepool.farmer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Memo;
import org.kalepool.kale.Xlm;
import org.kalepool.testing.PostgresResource;
import org.stellar.sdk.KeyPair;

/** Which wallets can be paid out to, exchanges' among them. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class PayoutWalletTest extends FarmerApiFixture {
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
}

package org.kalepool.farmer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.testing.PostgresResource;
import org.stellar.sdk.KeyPair;

/** From the first XLM to an active farmer. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class FundingTest extends FarmerApiFixture {
  @Inject Trustlines trustlines;

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

    trustlines.settled(
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
}

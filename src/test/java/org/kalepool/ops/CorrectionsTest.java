package org.kalepool.ops;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.books.Books;
import org.kalepool.books.Statements;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.FakeNetwork;
import org.kalepool.testing.FakeTransactions;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class CorrectionsTest {
  private static final String API = "/api/v1/operator/farmers/";

  @Inject StageFixture fixture;
  @Inject FakeChain chain;
  @Inject FakeTransactions transactions;
  @Inject FakeNetwork network;
  @Inject Books books;
  @Inject Statements statements;

  private Planter farmer;

  @BeforeEach
  void aFarmerWhoHasPlantedHalf() {
    fixture.clear();
    chain.reset();
    transactions.clear();
    farmer = fixture.active(50, 1, "100", "10");
    fixture.step();
    network.landAll();
    nextLedger();
    nextLedger();
    assertThat(books.position(farmer.id()).custody()).isEqualTo(Kale.parse("50"));
  }

  private void nextLedger() {
    chain.close(1);
    fixture.step();
  }

  private static RequestSpecification operator() {
    return given()
        .header("Authorization", "Bearer " + StagesProfile.KEY)
        .contentType("application/json");
  }

  private ValidatableResponse correct(String what, long amount, String debtor, String key) {
    return correct(Map.of("what", what, "amount", amount, "debtor", debtor), key);
  }

  private ValidatableResponse correct(Map<String, Object> fields, String key) {
    Map<String, Object> body = new HashMap<>(fields);
    body.put("cause", "CLAWBACK");
    body.put("why", "the issuer took it back");
    return operator()
        .header("Idempotency-Key", key)
        .body(body)
        .post(API + farmer.id() + "/corrections")
        .then();
  }

  private void resumes() {
    operator()
        .body(Map.of("why", "booked"))
        .post(API + farmer.id() + "/resume")
        .then()
        .statusCode(200);
    nextLedger();
    nextLedger();
    assertThat(fixture.state(farmer)).isEqualTo("ACTIVE");
    assertThat(statements.reconcileAll().reconciled()).isTrue();
  }

  @Test
  void aFarmerWithAClawbackFarmsAgainAndThePoolerOwesWhatItBears() {
    chain.setKale(farmer.custodial(), Kale.parse("40"));
    nextLedger();
    assertThat(fixture.state(farmer)).isEqualTo("SUSPENDED");
    operator()
        .get(API + farmer.id() + "/differences")
        .then()
        .statusCode(200)
        .body("comparable", equalTo(true))
        .body("kale.difference", equalTo(-100_000_000))
        .body("xlm.difference", equalTo(0));
    correct("kale", -99_999_999, "POOLER", "correction-0")
        .statusCode(409)
        .body("code", equalTo("difference_changed"))
        .body("detail", containsString("KALE -100000000"));
    String first =
        correct("kale", -100_000_000, "POOLER", "correction-1")
            .statusCode(201)
            .extract()
            .asString();
    // once more is not done once more
    assertThat(
            correct("kale", -100_000_000, "POOLER", "correction-1")
                .statusCode(201)
                .extract()
                .asString())
        .isEqualTo(first);
    correct("kale", -100_000_000, "POOLER", "correction-2").statusCode(409);
    assertThat(books.position(farmer.id()).custody()).isEqualTo(Kale.parse("40"));
    assertThat(books.position(farmer.id()).owed()).isEqualTo(Kale.parse("10"));
    assertThat(fixture.rows("select amount, cause from compensations"))
        .containsExactly("100000000 CLAWBACK");
    assertThat(fixture.rows("select what from audit where target = ?", farmer.id().toString()))
        .containsExactly("correct");
    resumes();
  }

  @Test
  void aShortageThatTheFarmerBearsIsOwedByNobody() {
    chain.setKale(farmer.custodial(), Kale.parse("49"));
    nextLedger();
    correct("kale", -10_000_000, "FARMER", "correction-3").statusCode(201);
    assertThat(books.position(farmer.id()).owed()).isEqualTo(Kale.ZERO);
    assertThat(books.position(farmer.id()).custody()).isEqualTo(Kale.parse("49"));
    resumes();
  }

  @Test
  void aShortageOfXlmIsBookedAsAFeeAndNeverThePoolersDebt() {
    Xlm had = chain.xlm(farmer.custodial());
    chain.setXlm(farmer.custodial(), had.minus(Xlm.parse("2")));
    nextLedger();
    assertThat(fixture.state(farmer)).isEqualTo("SUSPENDED");
    correct("xlm", -20_000_000, "POOLER", "correction-4")
        .statusCode(422)
        .body("errors[0].field", equalTo("debtor"));
    correct("xlm", -20_000_000, "NETWORK", "correction-5").statusCode(201);
    assertThat(books.position(farmer.id()).xlm()).isEqualTo(had.minus(Xlm.parse("2")));
    resumes();
  }

  @Test
  void aPailThatIsGoneIsWrittenOffWithItsTrueDebtor() {
    long block = chain.index();
    chain.removePail(farmer.custodial(), block);
    chain.openNext();
    fixture.step();
    network.landAll();
    for (int i = 0; i < 3; i++) {
      nextLedger();
      network.landAll();
    }
    assertThat(fixture.state(farmer)).isEqualTo("SUSPENDED");
    correct(
            Map.of("what", "pail", "amount", -1, "debtor", "POOLER", "block_index", block),
            "correction-6")
        .statusCode(409)
        .body("detail", containsString(block + "=500000000"));
    correct(
            Map.of(
                "what", "pail", "amount", -500_000_000, "debtor", "POOLER", "block_index", block),
            "correction-7")
        .statusCode(201);
    assertThat(books.position(farmer.id()).owed()).isEqualTo(Kale.parse("50"));
    assertThat(fixture.rows("select status, debtor from harvests where block_index = ?", block))
        .containsExactly("LOST POOLER");
  }

  @Test
  void refusesWhatMakesNoSense() {
    operator()
        .body(Map.of("what", "gold", "amount", 0, "debtor", "ME", "cause", "x", "why", ""))
        .post(API + farmer.id() + "/corrections")
        .then()
        .statusCode(422)
        .body("errors.size()", equalTo(5));
    correct("kale", 1, "FARMER", "correction-8")
        .statusCode(409)
        .body("code", equalTo("difference_changed"));
  }

  @Test
  void feesOfTransactionsThatNobodySawAreBookedByThemselves() {
    Xlm had = chain.xlm(farmer.custodial());
    chain.setXlm(farmer.custodial(), had.minus(Xlm.parse("0.01")));
    chain.setSequence(2);
    nextLedger();
    nextLedger();
    assertThat(fixture.state(farmer)).isEqualTo("ACTIVE");
    assertThat(books.position(farmer.id()).xlm()).isEqualTo(had.minus(Xlm.parse("0.01")));
    assertThat(fixture.rows("select sequence, amount from unseen_fees"))
        .containsExactly("2 100000");
    // the same numbers explain no second shortage
    chain.setXlm(farmer.custodial(), had.minus(Xlm.parse("0.02")));
    nextLedger();
    nextLedger();
    assertThat(fixture.state(farmer)).isEqualTo("SUSPENDED");
  }
}

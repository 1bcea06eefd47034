package org.kalepool.exit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesProfile;

/** Payouts of what was earned that only the chain remembers, as an operator books them. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class ForgottenPayoutTest extends EarnedFixture {
  private static final Hash OTHER = new Hash("cd".repeat(32));

  /** Chain less books becomes this much less. */
  private void gone(String kale) {
    chain.close(1);
    chain.setKale(farmer.custodial(), chain.kale(farmer.custodial()).minus(Kale.parse(kale)));
  }

  private long now() {
    return chain.now().ledger();
  }

  private ValidatableResponse book(Hash hash, long ledger, String toFarmer, String toPoolers) {
    return given()
        .header("Authorization", "Bearer " + StagesProfile.KEY)
        .contentType("application/json")
        .body(
            Map.of(
                "transaction_hash",
                hash.hex(),
                "ledger",
                ledger,
                "to_farmer",
                Kale.parse(toFarmer).stroops(),
                "to_poolers",
                Kale.parse(toPoolers).stroops(),
                "why",
                "an explorer shows it"))
        .post("/api/v1/operator/farmers/" + farmer.id() + "/payouts")
        .then();
  }

  private long difference() {
    return given()
        .header("Authorization", "Bearer " + StagesProfile.KEY)
        .get("/api/v1/operator/farmers/" + farmer.id() + "/differences")
        .then()
        .extract()
        .<Number>path("kale.difference")
        .longValue();
  }

  private List<String> audited() {
    return db.rows(
        "select who, what from audit where target = ? order by id", farmer.id().toString());
  }

  private void nothingIsBooked() {
    assertThat(paid()).isEmpty();
    assertThat(audited()).isEmpty();
  }

  @Test
  void oneThatIsMissingIsBookedOnceAndThePoolerIsPaidItsPartOnce() {
    earned(5, "20", 10);
    gone("8");
    assertThat(difference()).isEqualTo(-80_000_000);
    book(HASH, now(), "4", "4")
        .statusCode(201)
        .body("earned", equalTo(80_000_000))
        .body("settled", equalTo(0));
    assertThat(difference()).isZero();
    assertThat(paid()).containsExactly("80000000 40000000 40000000 0 " + HASH.hex() + " " + now());
    assertThat(books.position(farmer.id()).custody()).isEqualTo(Kale.parse("112"));
    assertThat(books.position(farmer.id()).share()).isEqualTo(Kale.parse("6"));
    assertThat(books.position(farmer.id()).paidOut()).isEqualTo(Kale.parse("4"));
    assertThat(fixture.rows("select difference from reconciliations order by id desc limit 1"))
        .containsExactly("0");
    assertThat(audited()).containsExactly("operator book-payout");
    gone("8");
    book(HASH, now(), "4", "4").statusCode(409).body("code", equalTo("conflict"));
    assertThat(paid()).hasSize(1);
  }

  @Test
  void ofTwoThatAreMissingOneIsBookedAfterTheOther() {
    earned(5, "0.0000003", 10);
    gone("0.0000003");
    book(HASH, now(), "0.0000001", "0").statusCode(201);
    assertThat(difference()).isEqualTo(-2);
    book(OTHER, now(), "0.0000001", "0.0000001").statusCode(201);
    assertThat(difference()).isZero();
    assertThat(books.position(farmer.id()).share()).isEqualTo(Kale.ZERO);
  }

  @Test
  void compensationThatWasTakenFromTheShareIsKnownByWhatThePoolerDidNotGet() {
    earned(5, "20", 10);
    books.planted(farmer.id(), 6, Kale.parse("4"), 11);
    books.forfeited(farmer.id(), farmer.pooler(), 6, Kale.parse("4"), true, "NEVER_WORKED");
    chain.setKale(farmer.custodial(), Kale.parse("116"));
    gone("20");
    book(HASH, now(), "15", "5").statusCode(422).body("errors[0].field", equalTo("to_poolers"));
    book(HASH, now(), "14", "6").statusCode(201).body("settled", equalTo(40_000_000));
    assertThat(books.position(farmer.id()).owed()).isEqualTo(Kale.ZERO);
  }

  @Test
  void whatCannotHaveBeenIsRefusedAndNothingIsBooked() {
    earned(5, "20", 10);
    gone("60");
    book(HASH, now(), "6", "2").statusCode(422).body("errors[0].field", equalTo("to_poolers"));
    book(HASH, now(), "11", "11").statusCode(422).body("errors[0].field", equalTo("to_farmer"));
    book(HASH, 9, "4", "4").statusCode(422).body("errors[0].field", equalTo("to_farmer"));
    book(HASH, now() + 1, "4", "4").statusCode(422).body("errors[0].field", equalTo("ledger"));
    book(HASH, 0, "0", "0").statusCode(422).body("errors[0].field", equalTo("ledger"));
    nothingIsBooked();
    chain.setKale(farmer.custodial(), Kale.parse("113"));
    book(HASH, now(), "4", "4").statusCode(409).body("code", equalTo("difference_changed"));
    nothingIsBooked();
  }

  @Test
  void aTransactionOfThePoolsOwnIsBookedAsLandedInstead() {
    earned(5, "20", 10);
    wish("8");
    sweep.sweep();
    db.update(
        "insert into transaction_envelopes (transaction_id, hash, envelope, sequence, max_time, at)"
            + " select max(id), ?, 'x', 1, 1, now() from transactions",
        HASH.hex());
    gone("8");
    book(HASH, now(), "4", "4").statusCode(409).body("code", equalTo("conflict"));
    nothingIsBooked();
    book(OTHER, now(), "4", "4").statusCode(409).body("code", equalTo("not_comparable"));
    nothingIsBooked();
  }
}

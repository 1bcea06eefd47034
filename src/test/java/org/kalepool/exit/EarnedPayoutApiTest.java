package org.kalepool.exit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesProfile;

/** The routes of payouts without leaving. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class EarnedPayoutApiTest extends EarnedFixture {
  private RequestSpecification operator() {
    return given()
        .header("Authorization", "Bearer " + StagesProfile.KEY)
        .contentType("application/json");
  }

  private String path() {
    return "/api/v1/farmers/" + farmer.id();
  }

  @Test
  void aPreviewSaysToTheStroopWhatIsPaid() {
    earned(5, "0.0000003", 10);
    operator()
        .get(path() + "/payouts/preview")
        .then()
        .statusCode(200)
        .body("earned", equalTo(3))
        .body("amount", equalTo(3))
        .body("to_farmer", equalTo(2))
        .body("to_poolers", equalTo(1))
        .body("threshold", nullValue())
        .body("parts[0].share_basis_points", equalTo(5_000));
    operator()
        .get(path() + "/payouts/preview?amount=1")
        .then()
        .statusCode(200)
        .body("to_farmer", equalTo(1))
        .body("to_poolers", equalTo(0));
    operator()
        .get(path() + "/payouts/preview?amount=4")
        .then()
        .statusCode(422)
        .body("errors[0].field", equalTo("amount"))
        .body("errors[0].message", containsString("3 stroops"));
    operator().get(path() + "/payouts/preview?amount=x").then().statusCode(422);
  }

  @Test
  void theSameRequestWithTheSameKeyIsOneWish() {
    earned(5, "20", 10);
    for (int i = 0; i < 2; i++) {
      operator()
          .header("Idempotency-Key", "payout-" + farmer.id())
          .body("{\"all\": true}")
          .post(path() + "/payouts")
          .then()
          .statusCode(202)
          .body("amount", equalTo(200_000_000))
          .body("state", equalTo("WAITING"));
    }
    assertThat(fixture.rows("select amount, asked_by from payout_wishes"))
        .containsExactly("200000000 operator");
    operator()
        .body("{\"amount\": 10000000}")
        .post(path() + "/payouts")
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict"));
    operator()
        .get(path() + "/payouts")
        .then()
        .statusCode(200)
        .body("items[0].amount", equalTo(200_000_000));
  }

  @Test
  void whatCannotBeIsRefusedAndChangesNothing() {
    for (String body : new String[] {"{}", "{\"amount\": 0}", "{\"amount\": 1, \"all\": true}"}) {
      operator().body(body).post(path() + "/payouts").then().statusCode(422);
    }
    operator()
        .body("{\"all\": true}")
        .post(path() + "/payouts")
        .then()
        .statusCode(409)
        .body("detail", containsString("Nothing is earned"));
    operator().body("{\"amount\": 5}").post(path() + "/payouts").then().statusCode(422);
    earned(5, "20", 10);
    fixture.move(farmer, "ACTIVE", "LEAVING");
    operator().body("{\"all\": true}").post(path() + "/payouts").then().statusCode(409);
    operator()
        .body("{\"amount\": 9999999}")
        .put(path() + "/payout-threshold")
        .then()
        .statusCode(422);
    given()
        .header("Authorization", "Bearer " + StagesProfile.VICTORS_KEY)
        .contentType("application/json")
        .body("{\"all\": true}")
        .post(path() + "/payouts")
        .then()
        .statusCode(403);
    assertThat(
            fixture.rows("select 1 from payout_wishes union all select 1 from payout_thresholds"))
        .isEmpty();
  }

  @Test
  void aWishIsWithdrawnAsLongAsItIsNotSent() {
    earned(5, "20", 10);
    operator().body("{\"all\": true}").post(path() + "/payouts").then().statusCode(202);
    operator().delete(path() + "/payouts/open").then().statusCode(204);
    operator().delete(path() + "/payouts/open").then().statusCode(204);
    assertThat(newest().state()).isEqualTo("WITHDRAWN");
    operator().body("{\"all\": true}").post(path() + "/payouts").then().statusCode(202);
    sweep.sweep();
    operator()
        .delete(path() + "/payouts/open")
        .then()
        .statusCode(409)
        .body("code", equalTo("split_sent"));
    assertThat(newest().state()).isEqualTo("SENT");
  }

  @Test
  void aThresholdIsSetAndTakenAway() {
    operator()
        .body("{\"amount\": 50000000}")
        .put(path() + "/payout-threshold")
        .then()
        .statusCode(200)
        .body("threshold", equalTo(50_000_000));
    operator()
        .body("{\"amount\": null}")
        .put(path() + "/payout-threshold")
        .then()
        .statusCode(200)
        .body("threshold", nullValue());
    assertThat(fixture.rows("select amount from payout_thresholds order by id"))
        .containsExactly("50000000", "null");
  }
}

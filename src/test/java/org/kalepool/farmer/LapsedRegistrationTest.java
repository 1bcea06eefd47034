package org.kalepool.farmer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.db.DbException;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.testing.PostgresResource;
import org.stellar.sdk.KeyPair;

/**
 * What becomes of a registration that has lapsed, when somebody pays or asks for it all the same,
 * or the pool was restored meanwhile.
 */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class LapsedRegistrationTest extends JoiningFixture {
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
}

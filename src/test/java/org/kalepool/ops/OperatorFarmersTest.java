package org.kalepool.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

/** What operators see of farmers, and do about them. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class OperatorFarmersTest extends OperatorFixture {
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
}

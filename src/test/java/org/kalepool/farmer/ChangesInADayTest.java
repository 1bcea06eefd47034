package org.kalepool.farmer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.testing.PostgresResource;

/** How often a farmer can change its mind. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class ChangesInADayTest extends JoiningFixture {
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

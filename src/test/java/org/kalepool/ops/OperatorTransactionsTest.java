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

/** What operators do about transactions that have not ended. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class OperatorTransactionsTest extends OperatorFixture {
  @Test
  void givesUpWhatCannotLandAndRecordsIt() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    long queued = open.queued(farmer, 5, "HARVEST");
    long sent = open.sent(farmer, 6, "HARVEST", 1);
    operator()
        .get(API + "transactions")
        .then()
        .body("items.id", contains((int) queued, (int) sent))
        .body("items.state", contains("QUEUED", "BUILT"))
        .body("items[0].action", equalTo("HARVEST"))
        .body("items[0].hash", nullValue())
        .body("items[1].block_index", equalTo(6))
        .body("items[1].last_answer", equalTo("PENDING"));
    operator()
        .body(Map.of("why", "the node is lost"))
        .post(API + "transactions/" + queued + "/give-up")
        .then()
        .statusCode(200)
        .body("state", equalTo("REFUSED"));
    operator()
        .body(Map.of("why", "again"))
        .post(API + "transactions/" + queued + "/give-up")
        .then()
        .statusCode(404)
        .body("code", equalTo("transaction_not_found"));
    operator()
        .body(Map.of("why", "too early"))
        .post(API + "transactions/" + sent + "/give-up")
        .then()
        .statusCode(409)
        .body("code", equalTo("may_still_land"));
    assertThat(open.state(queued)).isEqualTo("REFUSED");
    assertThat(open.state(sent)).isEqualTo("BUILT");
    assertThat(audit()).containsExactly("operator give-up " + queued + " the node is lost");
  }

  @Test
  void hasAWaitingTransactionTriedAgainAtOnceAndRecordsIt() {
    long waiting = open.queued(fixture.active(50, 1, "100", "10"), 5, "HARVEST");
    open.waits(waiting);
    operator()
        .body(Map.of("why", "the account has XLM now"))
        .post(API + "transactions/" + waiting + "/retry")
        .then()
        .statusCode(200)
        .body("id", equalTo((int) waiting))
        .body("state", equalTo("QUEUED"));
    assertThat(open.isWaiting(waiting)).isFalse();
    operator()
        .body(Map.of("why", "no such"))
        .post(API + "transactions/" + (waiting + 1) + "/retry")
        .then()
        .statusCode(404)
        .body("code", equalTo("transaction_not_found"));
    operator()
        .body(Map.of())
        .post(API + "transactions/" + waiting + "/retry")
        .then()
        .statusCode(422)
        .body("errors[0].field", equalTo("why"));
    assertThat(audit()).containsExactly("operator retry " + waiting + " the account has XLM now");
  }
}

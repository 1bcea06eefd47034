package org.kalepool.cli;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.kalepool.testing.PostgresResource;

/** The pooler of {@code pool serve}: in the backend's process, spoken with in memory. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(WholePool.class)
class WholePoolOwnSuiteTest extends PoolerSuite {
  @Override
  UUID pooler() {
    return poolers.own().id();
  }

  @Override
  void rests() {
    tell("pause");
  }

  @Override
  @AfterEach
  void goesOn() {
    tell("resume");
  }

  private static void tell(String what) {
    operator()
        .body(Map.of("why", "the test says so"))
        .post("/api/v1/operator/hashing/" + what)
        .then()
        .statusCode(200);
  }
}

package org.kalepool.ops;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;
import org.kalepool.testing.Fakes;
import org.kalepool.testing.PostgresResource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(Fakes.class)
class OperatorDisabledTest {
  @Test
  void saysThatNobodyIsAnOperatorWithoutAKey() {
    given()
        .get("/api/v1/operator/status")
        .then()
        .statusCode(403)
        .body("code", equalTo("operator_disabled"));
    given()
        .header("Authorization", "Bearer operators-only-0123456789")
        .contentType(ContentType.JSON)
        .body("{\"why\": \"nobody may\"}")
        .post("/api/v1/operator/hashing/pause")
        .then()
        .statusCode(403)
        .body("code", equalTo("operator_disabled"));
  }
}

package org.kalepool.blackbox;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.kalepool.testing.PostgresResource;

/** The suite against the application in this JVM. */
@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = NetworkResource.class, restrictToAnnotatedClass = true)
class JvmBlackBoxTest extends BlackBoxSuite {
  @Inject
  @ConfigProperty(name = NetworkResource.FRIENDBOT)
  String friendbot;

  @Override
  String poolUrl() {
    return RestAssured.baseURI + ":" + RestAssured.port;
  }

  @Override
  String friendbotUrl() {
    return friendbot;
  }
}

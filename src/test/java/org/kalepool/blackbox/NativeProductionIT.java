package org.kalepool.blackbox;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.RestAssured;
import org.eclipse.microprofile.config.ConfigProvider;
import org.kalepool.testing.PostgresResource;

/**
 * The suite against the native binary as it runs in production: {@code serve} with a JDBC URL, an
 * RPC URL and keys from outside. Its log is in target/quarkus.log.
 */
@QuarkusIntegrationTest
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = NetworkResource.class, restrictToAnnotatedClass = true)
class NativeProductionIT extends BlackBoxSuite {
  @Override
  String poolUrl() {
    return RestAssured.baseURI + ":" + RestAssured.port;
  }

  @Override
  String managementUrl() {
    return "http://127.0.0.1:"
        + ConfigProvider.getConfig().getValue("quarkus.management.port", Integer.class);
  }

  @Override
  String friendbotUrl() {
    return ConfigProvider.getConfig().getValue(NetworkResource.FRIENDBOT, String.class);
  }
}

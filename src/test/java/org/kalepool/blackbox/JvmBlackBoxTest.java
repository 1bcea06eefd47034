package org.kalepool.blackbox;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import org.eclipse.microprofile.config.ConfigProvider;
import org.kalepool.testing.Management;
import org.kalepool.testing.PostgresResource;

/** The suite against the application in this JVM. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(NetworkResource.class)
@TestProfile(DocumentedPool.class)
class JvmBlackBoxTest extends BlackBoxSuite {
  @Override
  String poolUrl() {
    return RestAssured.baseURI + ":" + RestAssured.port;
  }

  @Override
  String managementUrl() {
    return Management.url();
  }

  @Override
  String friendbotUrl() {
    // Not injected: a test class is a bean in every test's application, and only this one has it.
    return ConfigProvider.getConfig().getValue(NetworkResource.FRIENDBOT, String.class);
  }
}

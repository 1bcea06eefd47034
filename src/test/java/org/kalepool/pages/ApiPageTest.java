package org.kalepool.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.kalepool.farmer.ApiProfile;
import org.kalepool.testing.PostgresResource;

/** The API's document, for people to read. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class ApiPageTest {
  @Test
  void hasEveryOperationOfItsDocument() {
    String html = PublicPagesTest.browser().get("/api").asString();
    assertThat(html)
        .contains("<code>/api/v1/farmers</code>")
        .contains("<code>/api/v1/operator/farmers/{id}/suspend</code>")
        .contains("<code>payout_wallet</code>")
        .contains("With an operator&#39;s key.");
    assertThat(Pattern.compile("class=\"operation\"").matcher(html).results().count())
        .isGreaterThan(40);
  }
}

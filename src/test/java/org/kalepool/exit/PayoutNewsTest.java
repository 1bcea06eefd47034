package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.testing.Fakes;
import org.kalepool.testing.PostgresResource;

/** A farmer who wants to know of its payout is told of it by the payout itself. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(Fakes.class)
class PayoutNewsTest extends ExitFixture {
  @Inject Db db;

  @Test
  void payoutAndDepartureAreNewsOnceTheyAreBooked() {
    db.update(
        "insert into farmer_notices (farmer_id, kinds, changed_at)"
            + " values (?, '{PAYOUT_SENT,DEPARTED}', now())",
        farmer.id());
    leave();
    assertThat(news()).isEmpty();
    transactions.settle(split().getKey(), landed());
    assertThat(news())
        .satisfiesExactlyInAnyOrder(
            payout -> assertThat(payout).startsWith("PAYOUT_SENT ").endsWith(" " + HASH.hex()),
            departure -> assertThat(departure).isEqualTo("DEPARTED null null null"));
  }

  private List<String> news() {
    return db.rows(
        "select kind, kale, xlm, hash from farmer_news where farmer_id = ?", farmer.id());
  }
}

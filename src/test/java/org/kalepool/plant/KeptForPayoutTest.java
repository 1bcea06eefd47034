package org.kalepool.plant;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Call;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class KeptForPayoutTest extends PlantFixture {
  @Inject Db db;

  @Test
  void aPlantLeavesInTheAccountWhatAPayoutWaitsFor() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    db.update(
        "insert into payout_wishes (farmer_id, amount, asked_by, asked_at)"
            + " values (?, 400000000, 'farmer', now())",
        farmer.id());
    fixture.step();
    assertThat(plants())
        .extracting(request -> ((Call.Plant) request.call()).amount())
        .containsExactly(Kale.parse("30"));
  }
}

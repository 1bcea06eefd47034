package org.kalepool.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.pooler.Pooler;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

/** Whose a pail is when its farmer goes from one pooler to another. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class PoolerOfPailTest extends HarvestFixture {
  @Inject Db db;

  @Test
  void whatWasPlantedBeforeTheMoveIsHarvestedForTheFormerPooler() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    Pooler next = fixture.remotePooler(2_500);
    long first = plant();
    work(farmer);
    fixture.moves(farmer, next);
    chain.openNext();
    fixture.step();
    network.landAll();
    fixture.step();
    assertThat(
            fixture.rows(
                "select pooler_id, share_basis_points, status from harvests where block_index = ?",
                first))
        .containsExactly(farmer.pooler() + " 5000 HARVESTED");
    assertThat(fixture.rows("select pooler_id, share_basis_points from earned_by_terms"))
        .containsExactly(farmer.pooler() + " 5000");
    assertThat(
            fixture.rows(
                "select pooler_id, share_basis_points from plantings where block_index > ?", first))
        .containsExactly(next.id() + " 2500");
  }

  @Test
  void aPlantUnderWayStaysWithThePoolerThatItWasAskedForUnder() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    Pooler next = fixture.remotePooler(2_500);
    fixture.step();
    fixture.moves(farmer, next);
    network.landAll();
    fixture.step();
    assertThat(fixture.rows("select pooler_id, share_basis_points, status from plantings"))
        .containsExactly(farmer.pooler() + " 5000 PLANTED");
    assertThat(pooler(farmer)).isEqualTo(next.id());
  }

  @Test
  void aStakeThatIsLostAfterTheMoveIsOwedByWhoHadItPlanted() {
    Planter farmer = fixture.active(50, 250, "100", "10");
    Pooler next = fixture.remotePooler(2_500);
    plant();
    fixture.moves(farmer, next);
    stop(farmer);
    chain.openNext();
    fixture.step();
    assertThat(fixture.rows("select pooler_id, status from harvests"))
        .containsExactly(farmer.pooler() + " LOST");
    assertThat(fixture.rows("select pooler_id, amount from compensations"))
        .containsExactly(farmer.pooler() + " 500000000");
  }

  @Test
  void nothingMovesAFarmerButTermsThatSaySo() {
    Planter farmer = fixture.registered(50, 1);
    Pooler next = fixture.remotePooler(2_500);
    assertThatThrownBy(
            () ->
                db.update("update farmers set pooler_id = ? where id = ?", next.id(), farmer.id()))
        .hasMessageContaining("no terms say that it is with pooler");
    assertThat(pooler(farmer)).isEqualTo(farmer.pooler());
  }

  private UUID pooler(Planter farmer) {
    return UUID.fromString(fixture.text("select pooler_id from farmers where id = ?", farmer.id()));
  }
}

package org.kalepool.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Movements.Kind;
import org.kalepool.stellar.Movements.Movement;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class RecoveryTest extends RecoveryFixture {
  @Test
  void whatMayStillLandAfterARestoreIsWaitedForThoughTheDatabasesClockIsBehind() {
    Planter farmer = fixture.active(0, 1, "100", "10");
    restored(farmer, Duration.ofHours(1));
    chain.close(1);
    fixture.step();
    chain.close(1);
    fixture.step();
    assertThat(fixture.rows("select complete from recoveries")).isEmpty();
    looks();
    assertThat(fixture.rows("select complete from recoveries")).hasSize(1);
    assertThat(fixture.state(farmer)).isEqualTo("ACTIVE");
  }

  @Test
  void aRestoredFarmerWhoseXlmIsMissingWaitsForAnOperator() {
    Planter farmer = fixture.active(0, 1, "100", "10");
    plantAlone(farmer);
    fixture.move(farmer, "SUSPENDED", "ACTIVE");
    restored(farmer);
    chain.history().rememberMoves(List.of());
    Xlm held = chain.xlm(farmer.custodial());
    chain.setXlm(farmer.custodial(), held.minus(Xlm.parse("1")));
    chain.close(100);
    for (int block = 0; block < 3; block++) {
      chain.openNext();
      for (int step = 0; step < 8; step++) {
        fixture.step();
        assertThat(fixture.state(farmer)).isEqualTo("SUSPENDED");
      }
    }
    assertThat(fixture.rows("select complete from recoveries")).containsExactly("t");
    assertThat(fixture.rows("select difference from reconciliations where what = 'xlm'"))
        .containsExactly("-10000000");
    chain.setXlm(farmer.custodial(), held);
    for (int step = 0; step < 8; step++) {
      fixture.step();
    }
    assertThat(fixture.state(farmer)).isEqualTo("ACTIVE");
  }

  @Test
  void aLostPailInTheArchiveThatIsStillOnTheChainHoldsNoRestoredFarmer() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    long index = plantAlone(farmer);
    chain.openNext();
    fixture.step();
    archived(index);
    assertThat(chain.farmer(farmer.custodial(), List.of(index)).pails()).containsKey(index);
    Books.Position before = books.position(farmer.id());
    chain.history().rememberMoves(farmer.custodial(), List.of());
    recovered(farmer);
    assertThat(books.position(farmer.id())).isEqualTo(before);
    assertThat(fixture.rows("select status from history_plantings()")).containsExactly("PLANTED");
    assertThat(fixture.rows("select status from history_harvests()")).containsExactly("LOST");
  }

  @Test
  void aHarvestInTheArchiveHoldsNoRestoredFarmer() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    long index = plantAlone(farmer);
    chain.close(20);
    work(farmer, index);
    chain.openNext();
    fixture.step();
    network.landAll();
    fixture.step();
    archived(index);
    Books.Position before = books.position(farmer.id());
    assertThat(before.earned().isPositive()).isTrue();
    Movement minted =
        new Movement(
            Kind.MINTED,
            before.earned().plus(Kale.parse("50")),
            chain.now().ledger(),
            0,
            Hash.ZERO,
            null,
            List.of(index));
    chain.history().rememberMoves(farmer.custodial(), List.of(minted));
    recovered(farmer);
    assertThat(books.position(farmer.id())).isEqualTo(before);
    assertThat(fixture.rows("select status from history_harvests()")).containsExactly("HARVESTED");
  }

  @Test
  void aFarmerWhoseBooksRefuseWhatWasFoundHoldsNoOther() {
    Planter odd = fixture.active(0, 1, "100", "10");
    Planter other = fixture.active(0, 1, "100", "10");
    fixture.step();
    network.landAll();
    fixture.step();
    restored(odd);
    restored(other);
    chain.history().rememberMoves(List.of());
    db.update("alter table recoveries add constraint odd check (farmer_id <> '" + odd.id() + "')");
    try {
      looks();
      assertThat(fixture.rows("select farmer_id from recoveries"))
          .containsExactly(other.id().toString());
    } finally {
      db.update("alter table recoveries drop constraint odd");
    }
  }
}

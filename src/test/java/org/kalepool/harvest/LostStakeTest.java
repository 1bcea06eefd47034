package org.kalepool.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kalepool.books.DiscrepancyFound;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Cause;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

/** Stakes that nobody can harvest, and who answers for them. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class LostStakeTest extends HarvestFixture {
  @Test
  void owesAStakeThatWasNeverWorkedWithoutPayingForAHarvest() {
    Planter farmer = fixture.active(50, 250, "100", "10");
    long index = plant();
    stop(farmer);
    chain.openNext();
    fixture.step();
    assertThat(harvests()).isEmpty();
    assertThat(rows()).containsExactly("LOST 500000000 0 NEVER_WORKED POOLER");
    assertThat(books.position(farmer.id()).owed()).isEqualTo(Kale.parse("50"));
    assertThat(books.position(farmer.id()).forfeited()).isEqualTo(Kale.parse("50"));
    assertThat(fixture.rows("select farmer_id, block_index, amount, cause from compensations"))
        .containsExactly(farmer.id() + " " + index + " 500000000 NEVER_WORKED");
    assertThat(log.of(PailHarvested.class)).hasSize(1);
    fixture.step();
    assertThat(rows()).hasSize(1);
  }

  @Test
  void owesNothingForAZeroStakeThatWasNeverWorked() {
    Planter farmer = fixture.active(0, 1, "100", "10");
    plant();
    stop(farmer);
    chain.openNext();
    fixture.step();
    assertThat(rows()).containsExactly("LOST 0 0 NEVER_WORKED POOLER");
    assertThat(fixture.rows("select 1 from compensations")).isEmpty();
  }

  @Test
  void owesAStakeWhoseEntriesExpiredWhileThePoolWasAway() {
    Planter farmer = fixture.active(50, 250, "100", "10");
    plant();
    work(farmer);
    stop(farmer);
    chain.openNext();
    chain.close(FakeChain.TTL);
    seenAgainInANewerLedger();
    assertThat(harvests()).isEmpty();
    assertThat(rows()).containsExactly("LOST 500000000 0 PAIL_MISSING POOLER");
    assertThat(books.position(farmer.id()).owed()).isEqualTo(Kale.parse("50"));
  }

  @Test
  void owesAStakeWhoseBlockExpiredBeforeItsPail() {
    Planter farmer = fixture.active(50, 250, "100", "10");
    long index = plant();
    work(farmer);
    stop(farmer);
    chain.openNext();
    fixture.step();
    long blockUntil = chain.block(index).orElseThrow().liveUntil();
    chain.close(blockUntil + 1 - chain.now().ledger());
    assertThat(chain.pails(List.of(farmer.custodial()), index)).hasSize(1);
    fixture.step();
    assertThat(rows()).containsExactly("LOST 500000000 0 BLOCK_MISSING POOLER");
  }

  @Test
  void owesNothingForABlockThatItsOwnerRemoved() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    long index = plant();
    work(farmer);
    stop(farmer);
    chain.openNext();
    chain.contract().removeBlock(index);
    fixture.step();
    assertThat(harvests()).isEmpty();
    assertThat(rows()).isEmpty();
    chain.close(59);
    fixture.step();
    assertThat(rows()).isEmpty();
    chain.close(1);
    fixture.step();
    assertThat(rows()).containsExactly("LOST 500000000 0 BLOCK_MISSING NETWORK");
    assertThat(books.position(farmer.id()).owed()).isEqualTo(Kale.ZERO);
    assertThat(books.position(farmer.id()).forfeited()).isEqualTo(Kale.parse("50"));
    assertThat(fixture.rows("select 1 from compensations")).isEmpty();
  }

  @Test
  void owesNothingForAPailThatAPausedFarmNeverLetClose() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    plant();
    work(farmer);
    stop(farmer);
    chain.contract().pause();
    chain.close(1);
    fixture.step();
    chain.close(FakeChain.TTL);
    fixture.step();
    chain.contract().unpause();
    chain.openNext();
    fixture.step();
    transactions.open().forEach(r -> network.refuse(r, Cause.BLOCK_CLOSED));
    seenAgainInANewerLedger();
    assertThat(rows()).containsExactly("LOST 500000000 0 PAIL_MISSING NETWORK");
    assertThat(books.position(farmer.id()).owed()).isEqualTo(Kale.ZERO);
    assertThat(log.of(DiscrepancyFound.class)).isEmpty();
  }

  @Test
  void owesAPailThatAPauseLongBeforeItsEndDidNotHinder() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    plant();
    work(farmer);
    stop(farmer);
    chain.contract().pause();
    chain.close(1);
    fixture.step();
    chain.contract().unpause();
    chain.close(1);
    fixture.step();
    chain.close(FakeChain.TTL);
    chain.openNext();
    fixture.step();
    transactions.open().forEach(r -> network.refuse(r, Cause.BLOCK_CLOSED));
    seenAgainInANewerLedger();
    assertThat(rows()).containsExactly("LOST 500000000 0 PAIL_MISSING POOLER");
  }

  @Test
  void owesNothingForAPailWhoseBlockWasRemovedBeforeItWasWorked() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    long index = plant();
    stop(farmer);
    chain.contract().removeBlock(index);
    while (chain.now().time() < chain.openedAt() + 300) {
      chain.close(1);
      fixture.step();
      transactions.open().stream()
          .filter(r -> r.action() == Action.WORK)
          .forEach(r -> network.refuse(r, Cause.BLOCK_MISSING));
    }
    chain.openNext();
    fixture.step();
    fixture.step();
    assertThat(fixture.rows("select distinct cause, debtor from works"))
        .containsExactly("BLOCK_MISSING NETWORK");
    assertThat(rows()).containsExactly("LOST 500000000 0 NEVER_WORKED NETWORK");
    assertThat(books.position(farmer.id()).owed()).isEqualTo(Kale.ZERO);
  }
}

package org.kalepool.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.kalepool.books.DiscrepancyFound;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

/** Pails that are gone: expired, or harvested by somebody else. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class MissingPailTest extends HarvestFixture {
  @Test
  void doesNotTakeAPailForLostOnOneWrongAnswer() {
    Planter farmer = fixture.active(50, 250, "100", "10");
    long index = plant();
    work(farmer);
    stop(farmer);
    chain.openNext();
    chain.close(FakeChain.TTL);
    fixture.step();
    fixture.step();
    assertThat(rows()).isEmpty();
    chain.close(1);
    fixture.step();
    assertThat(rows()).containsExactly("LOST 500000000 0 PAIL_MISSING POOLER");
    assertThat(chain.pails(List.of(farmer.custodial()), index)).isEmpty();
  }

  @Test
  void tellsADepositFromAHarvestWhenAPailHasExpired() {
    Planter farmer = fixture.active(50, 250, "100", "10");
    plant();
    work(farmer);
    stop(farmer);
    chain.openNext();
    chain.close(FakeChain.TTL);
    chain.setKale(farmer.custodial(), Kale.parse("500"));
    chain.history().remember(Set.of());
    seenAgainInANewerLedger();
    assertThat(rows()).containsExactly("LOST 500000000 0 PAIL_MISSING POOLER");
    assertThat(log.of(DiscrepancyFound.class)).isEmpty();
  }

  @Test
  void aDepositDoesNotPassForTheRewardOfAPailThatExpiredUnharvested() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    plant();
    long reward = work(farmer);
    stop(farmer);
    chain.openNext();
    fixture.step();
    assertThat(fixture.rows("select reward from expected_rewards"))
        .containsExactly(Long.toString(reward));
    network.refuse(harvests().getFirst(), Cause.BLOCK_MISSING);
    chain.close(FakeChain.TTL);
    chain.setKale(farmer.custodial(), Kale.parse("100000"));
    chain.history().remember(Set.of());
    seenAgainInANewerLedger();
    assertThat(rows())
        .containsExactly(
            "FAILED 500000000 0 BLOCK_MISSING NETWORK", "LOST 500000000 0 PAIL_MISSING POOLER");
    assertThat(books.position(farmer.id()).earned()).isEqualTo(Kale.ZERO);
    assertThat(log.of(DiscrepancyFound.class)).isEmpty();
  }

  @Test
  void harvestsOfPailsThatAreInTheArchiveByNowMakeNoSecretOfAnExpiredOne() {
    Planter farmer = fixture.active(50, 250, "100", "10");
    long index = plant();
    work(farmer);
    stop(farmer);
    chain.openNext();
    chain.close(FakeChain.TTL);
    chain.setKale(farmer.custodial(), Kale.parse("500"));
    chain.history().remember(Hash.ZERO, List.of(index - 200));
    seenAgainInANewerLedger();
    assertThat(rows()).containsExactly("LOST 500000000 0 PAIL_MISSING POOLER");
    assertThat(log.of(DiscrepancyFound.class)).isEmpty();
  }

  @Test
  void leavesAPailToTheOperatorThatSomebodyHarvestedAmongOthers() {
    Planter farmer = fixture.active(50, 250, "100", "10");
    long index = plant();
    work(farmer);
    stop(farmer);
    chain.openNext();
    chain.close(FakeChain.TTL);
    chain.setKale(farmer.custodial(), Kale.parse("500"));
    chain.history().remember(Hash.ZERO, List.of(index - 200, index));
    seenAgainInANewerLedger();
    assertThat(rows()).isEmpty();
    assertThat(log.of(DiscrepancyFound.class))
        .contains(new DiscrepancyFound(farmer.id(), "pails", -500000000L));
  }

  @Test
  void leavesAPailToTheOperatorThatSomebodyUnknownMayHaveHarvested() {
    Planter farmer = fixture.active(50, 250, "100", "10");
    plant();
    work(farmer);
    stop(farmer);
    chain.openNext();
    chain.close(FakeChain.TTL);
    chain.setKale(farmer.custodial(), Kale.parse("500"));
    chain.history().remember(Set.of(Hash.ZERO));
    seenAgainInANewerLedger();
    assertThat(rows()).isEmpty();
    assertThat(log.of(DiscrepancyFound.class))
        .contains(new DiscrepancyFound(farmer.id(), "pails", -500000000L));
  }

  @Test
  void booksAHarvestThatSomebodyElseSent() {
    Planter farmer = fixture.active(50, 250, "100", "10");
    long index = plant();
    long reward = work(farmer);
    stop(farmer);
    chain.openNext();
    chain.contract().harvest(farmer.custodial(), index);
    seenAgainInANewerLedger();
    assertThat(rows()).containsExactly("HARVESTED 500000000 " + reward + " null null");
    assertThat(books.position(farmer.id()).earned()).isEqualTo(Kale.ofStroops(reward));
    assertThat(books.position(farmer.id()).deposited()).isEqualTo(Kale.parse("100"));
    assertThat(books.position(farmer.id()).custody()).isEqualTo(chain.kale(farmer.custodial()));
  }

  @Test
  void tellsAHarvestByWhatItPaidWhereARestoreHasTakenTheWorkOutOfTheBooks() {
    Planter farmer = fixture.active(50, 250, "100", "10");
    long index = plant();
    long reward = workUntold(farmer);
    stop(farmer);
    chain.openNext();
    chain.contract().harvest(farmer.custodial(), index);
    seenAgainInANewerLedger();
    assertThat(rows()).containsExactly("HARVESTED 500000000 " + reward + " null null");
    assertThat(books.position(farmer.id()).deposited()).isEqualTo(Kale.parse("100"));
    assertThat(log.of(DiscrepancyFound.class)).isEmpty();
  }

  @Test
  void leavesWhatNoRewardCanBeToTheOperator() {
    Planter farmer = fixture.active(50, 250, "100", "10");
    long index = plant();
    workUntold(farmer);
    stop(farmer);
    chain.openNext();
    chain.contract().harvest(farmer.custodial(), index);
    chain.setKale(farmer.custodial(), chain.kale(farmer.custodial()).plus(Kale.ofStroops(1)));
    seenAgainInANewerLedger();
    assertThat(rows()).isEmpty();
    assertThat(log.of(DiscrepancyFound.class))
        .contains(new DiscrepancyFound(farmer.id(), "pails", -500000000L));
  }

  @Test
  void findsAHarvestThatLandedLongerAgoThanTheNodeRemembers() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    long index = plant();
    long reward = work(farmer);
    stop(farmer);
    chain.openNext();
    fixture.step();
    TransactionRequest request = harvests().getFirst();
    chain.contract().harvest(farmer.custodial(), index);
    chain.close(FakeChain.TTL);
    network.refuse(request, Cause.SEQUENCE_TAKEN);
    chain.close(6);
    seenAgainInANewerLedger();
    assertThat(rows()).contains("HARVESTED 500000000 " + reward + " null null");
    assertThat(books.position(farmer.id()).custody()).isEqualTo(chain.kale(farmer.custodial()));
    assertThat(log.of(DiscrepancyFound.class)).isEmpty();
  }
}

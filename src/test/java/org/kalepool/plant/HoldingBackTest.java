package org.kalepool.plant;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.WorkHash;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;
import org.kalepool.work.WorkStatus;

/** Who is not planted now, why, and that it neither costs anything nor goes on for ever. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class HoldingBackTest extends PlantFixture {
  @Inject WorkStatus work;

  @AfterEach
  void hashAgain() {
    work.resume();
  }

  private void work(Planter farmer) {
    chain.close(20);
    Hash entropy = chain.block(chain.index()).orElseThrow().block().entropy();
    Hash hash = WorkHash.of(chain.index(), 1, entropy, farmer.custodial());
    long gap = chain.contract().work(chain.now(), farmer.custodial(), hash, 1);
    fixture.worked(farmer, chain.index(), hash, gap);
  }

  @Test
  void plantsNoStakeWhileNobodyHashesAndGoesOnWhenSomebodyDoes() {
    fixture.active(50, 1, "100", "10");
    work.pause();
    for (int i = 0; i < 5; i++) {
      fixture.step();
      chain.close(1);
    }
    assertThat(plants()).isEmpty();
    assertThat(plantings()).isEmpty();
    assertThat(fixture.rows("select 1 from transactions")).isEmpty();
    work.resume();
    fixture.step();
    assertThat(plants()).hasSize(1);
    network.landAll();
    fixture.step();
    assertThat(plantings()).containsExactly(chain.index() + " PLANTED 500000000 null null");
  }

  @Test
  void saysThatNobodyHashedWhenTheBlockIsOverAndOwesNothing() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    work.pause();
    fixture.step();
    chain.close(50);
    fixture.step();
    fixture.step();
    long index = chain.index();
    assertThat(plantings()).containsExactly(index + " FAILED 0 NOT_HASHING POOLER");
    assertThat(fixture.text("select detail from plantings"))
        .isEqualTo("an operator has paused the hashing");
    assertThat(fixture.rows("select 1 from compensations")).isEmpty();
    assertThat(books.position(farmer.id()).owed()).isEqualTo(Kale.ZERO);
    assertThat(log.of(PlantingFinished.class)).containsExactly(new PlantingFinished(index));
    // nor is the next block planted before somebody hashes
    chain.openNext();
    fixture.step();
    assertThat(plants()).isEmpty();
    work.resume();
    fixture.step();
    assertThat(plants()).hasSize(1);
  }

  @Test
  void opensNoBlockThatNobodyHashesFor() {
    fixture.active(50, 1, "100", "10");
    work.pause();
    chain.close(61);
    fixture.step();
    assertThat(plants()).isEmpty();
    work.resume();
    fixture.step();
    assertThat(plants()).extracting(TransactionRequest::block).containsExactly(chain.index() + 1);
  }

  @Test
  void plantsNoMoreThanTheMachineCanFindAHashFor() {
    for (int i = 0; i < 20; i++) {
      fixture.active(50, 1, "100", "10");
    }
    chain.close(48);
    fixture.step();
    // 4 000 hashes a second for 45 s: 43 first hashes on average, as good as certain for 18
    assertThat(plants()).hasSize(18);
    fixture.step();
    assertThat(plants()).hasSize(18);
    network.landAll();
    fixture.step();
    chain.close(12);
    fixture.step();
    assertThat(fixture.rows("select cause, debtor from plantings where status = 'FAILED'"))
        .containsExactly("NOT_HASHING POOLER", "NOT_HASHING POOLER");
  }

  @Test
  void doesNotBlameThePoolerForAPausedFarm() {
    fixture.active(50, 1, "100", "10");
    chain.contract().pause();
    fixture.step();
    chain.close(70);
    fixture.step();
    fixture.step();
    assertThat(plantings()).containsExactly(chain.index() + " FAILED 0 FARM_PAUSED NETWORK");
  }

  @Test
  void doesNotBelieveANodeThatLagsThatAnAccountIsMissing() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    fixture.step();
    network.landAll();
    chain.openNext();
    Xlm xlm = chain.xlm(farmer.custodial());
    chain.removeAccount(farmer.custodial());
    chain.lagHoldings(fixture.number("select ledger from settled_ledgers") - 1);
    fixture.step();
    assertThat(plantings()).hasSize(1);
    chain.lagHoldings(0);
    chain.setXlm(farmer.custodial(), xlm);
    fixture.step();
    assertThat(plants()).hasSize(1);
  }

  @Test
  void makesNoFailureOfBlocksThatAReturnedFarmerCouldNotBePlantedIn() {
    Planter suspended = fixture.active(50, 1, "100", "10");
    Planter leaving = fixture.active(50, 1, "100", "10");
    fixture.move(suspended, "ACTIVE", "SUSPENDED");
    fixture.move(leaving, "ACTIVE", "LEAVING");
    fixture.step();
    for (int i = 0; i < 3; i++) {
      chain.openNext();
      fixture.step();
      fixture.tick();
    }
    fixture.move(suspended, "SUSPENDED", "ACTIVE");
    fixture.move(leaving, "LEAVING", "ACTIVE");
    chain.close(50);
    fixture.step();
    fixture.step();
    assertThat(plantings()).isEmpty();
  }

  @Test
  void lateRegistrantsAreNotTheLastInEveryBlock() {
    for (int i = 0; i < 6; i++) {
      fixture.active(50, 1, "100", "10");
    }
    Set<UUID> first = new HashSet<>();
    Set<UUID> last = new HashSet<>();
    for (int block = 0; block < 30; block++) {
      fixture.step();
      List<TransactionRequest> asked = plants();
      assertThat(asked).hasSize(6);
      first.add(asked.getFirst().farmer());
      last.add(asked.getLast().farmer());
      network.landAll();
      chain.openNext();
    }
    // drawn anew in each block: with thirty of them fewer than four have no chance
    assertThat(first).hasSizeGreaterThan(3);
    assertThat(last).hasSizeGreaterThan(3);
  }

  @Test
  void keepsTheXlmThatTheHarvestsOfItsOpenPailsTake() {
    long block = 30_000 + 2 * 14_000 + 13_000;
    Planter farmer =
        fixture.active(50, 250, "100", FakeChain.RESERVE.plus(Xlm.ofStroops(block)).toString());
    fixture.step();
    network.landAll();
    fixture.step();
    work(farmer);
    chain.setXlm(farmer.custodial(), FakeChain.RESERVE.plus(Xlm.ofStroops(block + 12_999)));
    chain.openNext();
    fixture.step();
    assertThat(plants()).isEmpty();
    assertThat(plantings()).contains(chain.index() + " FAILED 0 INSUFFICIENT_XLM FARMER");
    chain.setXlm(farmer.custodial(), FakeChain.RESERVE.plus(Xlm.ofStroops(block + 13_000)));
    chain.openNext();
    fixture.step();
    assertThat(plants()).hasSize(1);
  }

  @Test
  void findsAPailThatLandedLongerAgoThanTheNodeRemembers() {
    List<String> planted = new ArrayList<>();
    Planter farmer = fixture.active(50, 1, "100", "10");
    fixture.step();
    long index = chain.index();
    TransactionRequest request = plants().getFirst();
    chain.contract().plant(chain.now(), farmer.custodial(), BigInteger.valueOf(50_0000000L));
    planted.add(index + " PLANTED 500000000 null null");
    chain.openNext();
    chain.openNext();
    network.refuse(request, Cause.SEQUENCE_TAKEN);
    fixture.step();
    fixture.step();
    assertThat(plantings()).containsAll(planted).noneMatch(row -> row.contains("SEQUENCE_TAKEN"));
    // its block has closed unworked meanwhile, which is the pooler's debt
    assertThat(books.position(farmer.id()).owed()).isEqualTo(Kale.parse("50"));
  }

  @Test
  void plantsAgainWhenSomebodyElseUsedTheSequenceNumber() {
    fixture.active(50, 1, "100", "10");
    fixture.step();
    network.refuse(plants().getFirst(), Cause.SEQUENCE_TAKEN);
    chain.close(1);
    fixture.step();
    assertThat(plants()).hasSize(1);
    network.landAll();
    assertThat(plantings()).containsExactly(chain.index() + " PLANTED 500000000 null null");
  }
}

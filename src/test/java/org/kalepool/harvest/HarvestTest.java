package org.kalepool.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.books.Books;
import org.kalepool.books.DiscrepancyFound;
import org.kalepool.kale.Block;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Reward;
import org.kalepool.kale.WorkHash;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.EventLog;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.FakeTransactions;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class HarvestTest {
  @Inject Books books;
  @Inject Poolers poolers;
  @Inject FakeChain chain;
  @Inject FakeTransactions transactions;
  @Inject EventLog log;
  @Inject StageFixture fixture;

  @BeforeEach
  void begin() {
    fixture.clear();
    chain.reset();
    transactions.reset();
    log.clear();
  }

  private List<TransactionRequest> harvests() {
    return transactions.open().stream().filter(r -> r.action() == Action.HARVEST).toList();
  }

  private List<String> rows() {
    return fixture.rows("select status, stake, reward, cause, debtor from harvests order by id");
  }

  /** Plants everybody active in the running block; nobody further, as all are then suspended. */
  private long plant() {
    fixture.step();
    transactions.landAll();
    fixture.step();
    return chain.index();
  }

  private long work(Planter farmer) {
    chain.close(20);
    long index = chain.index();
    Hash entropy = chain.block(index).orElseThrow().block().entropy();
    Hash hash = WorkHash.of(index, 1, entropy, farmer.custodial());
    long gap = chain.contract().work(chain.now(), farmer.custodial(), hash, 1);
    fixture.worked(farmer, index, hash, gap);
    Pail pail = chain.pails(List.of(farmer.custodial()), index).values().iterator().next().pail();
    Block block = chain.block(index).orElseThrow().block();
    return Reward.of(block, pail, index).longValueExact();
  }

  /** No more plants, so that only harvests are under way. */
  private void stop(Planter farmer) {
    fixture.move(farmer, "ACTIVE", "SUSPENDED");
  }

  /** That a pail is gone is believed when two readings have said so. */
  private void seenAgainInANewerLedger() {
    fixture.step();
    chain.close(1);
    fixture.step();
    fixture.step();
  }

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
  void harvestsAClosedPailWhenItsIntervalIsOverAndBooksTheRealReward() {
    Planter farmer = fixture.active(50, 2, "100", "10");
    long index = plant();
    long reward = work(farmer);
    stop(farmer);
    chain.openNext();
    fixture.step();
    assertThat(harvests()).isEmpty();
    chain.openNext();
    fixture.step();
    assertThat(harvests())
        .containsExactly(
            new TransactionRequest(
                farmer.custodial(),
                Action.HARVEST,
                farmer.id(),
                index,
                new Call.Harvest(farmer.custodial(), index),
                null));
    assertThat(fixture.rows("select stake, reward from expected_rewards"))
        .containsExactly("500000000 " + reward);
    transactions.landAll();
    fixture.step();
    assertThat(rows()).containsExactly("HARVESTED 500000000 " + reward + " null null");
    assertThat(books.position(farmer.id()).earned()).isEqualTo(Kale.ofStroops(reward));
    assertThat(books.position(farmer.id()).staked()).isEqualTo(Kale.ZERO);
    assertThat(log.of(PailHarvested.class)).containsExactly(new PailHarvested(farmer.id(), index));
    assertThat(log.of(DiscrepancyFound.class)).isEmpty();
    fixture.step();
    assertThat(harvests()).isEmpty();
    assertThat(fixture.rows("select * from unsettled_pails")).isEmpty();
  }

  @Test
  void harvestsAtOnceForAFarmerWhoLeaves() {
    Planter farmer = fixture.active(50, 250, "100", "10");
    plant();
    work(farmer);
    fixture.move(farmer, "ACTIVE", "LEAVING");
    fixture.step();
    assertThat(harvests()).isEmpty();
    chain.openNext();
    fixture.step();
    assertThat(harvests()).hasSize(1);
  }

  @Test
  void harvestsWellBeforeTheEntriesExpire() {
    Planter farmer = fixture.active(50, 250, "100", "10");
    plant();
    work(farmer);
    stop(farmer);
    chain.openNext();
    fixture.step();
    assertThat(harvests()).isEmpty();
    chain.close(FakeChain.TTL - FakeChain.TTL / 10 - 120);
    fixture.step();
    assertThat(harvests()).isEmpty();
    chain.close(120);
    fixture.step();
    assertThat(harvests()).hasSize(1);
  }

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
  void tellsADepositFromAHarvestWhenAPailHasExpired() {
    Planter farmer = fixture.active(50, 250, "100", "10");
    plant();
    work(farmer);
    stop(farmer);
    chain.openNext();
    chain.close(FakeChain.TTL);
    chain.setKale(farmer.custodial(), Kale.parse("500"));
    chain.remember(Set.of());
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
    transactions.refuse(harvests().getFirst(), Cause.BLOCK_MISSING);
    chain.close(FakeChain.TTL);
    chain.setKale(farmer.custodial(), Kale.parse("100000"));
    chain.remember(Set.of());
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
    chain.remember(Hash.ZERO, List.of(index - 200));
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
    chain.remember(Hash.ZERO, List.of(index - 200, index));
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
    chain.remember(Set.of(Hash.ZERO));
    seenAgainInANewerLedger();
    assertThat(rows()).isEmpty();
    assertThat(log.of(DiscrepancyFound.class))
        .contains(new DiscrepancyFound(farmer.id(), "pails", -500000000L));
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
  void retriesAFailedHarvestApartWithOneRowAnAttempt() {
    Planter full = fixture.active(50, 1, "100", "10");
    Planter other = fixture.active(50, 1, "100", "10");
    plant();
    work(full);
    work(other);
    stop(full);
    stop(other);
    chain.openNext();
    fixture.step();
    TransactionRequest first =
        harvests().stream().filter(r -> full.id().equals(r.farmer())).findFirst().orElseThrow();
    transactions.refuse(first, Cause.OVER_TRUSTLINE_LIMIT);
    transactions.landAll();
    fixture.step();
    assertThat(fixture.rows("select farmer_id, status, cause, debtor from harvests order by id"))
        .containsExactly(
            full.id() + " FAILED OVER_TRUSTLINE_LIMIT FARMER", other.id() + " HARVESTED null null");
    chain.close(3);
    fixture.step();
    assertThat(harvests()).isEmpty();
    chain.close(3);
    fixture.step();
    assertThat(harvests()).hasSize(1);
    transactions.landAll();
    assertThat(rows()).hasSize(3);
    assertThat(fixture.rows("select * from unsettled_pails")).isEmpty();
  }

  @Test
  void thePoolersWalletCarriesWhatTheFarmerCannotPayAndIsOwedTheFee() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    plant();
    work(farmer);
    stop(farmer);
    chain.setXlm(farmer.custodial(), FakeChain.RESERVE.plus(Xlm.ofStroops(12_999)));
    chain.openNext();
    fixture.step();
    assertThat(harvests())
        .extracting(TransactionRequest::lane)
        .containsExactly(poolers.own().wallet());
    chain.setXlm(poolers.own().wallet(), Xlm.parse("5"));
    transactions.landAll();
    assertThat(
            fixture.rows(
                "select balance from account_balances where account = ?",
                "advanced:" + farmer.id()))
        .containsExactly("13000");
    assertThat(books.position(farmer.id()).advanced()).isEqualTo(Xlm.ofStroops(13_000));
    assertThat(books.position(farmer.id()).fees()).isEqualTo(FakeTransactions.PLANT_FEE);
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
  void aWrongRewardCannotPassForADeposit() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    plant();
    long reward = work(farmer);
    stop(farmer);
    chain.openNext();
    fixture.step();
    TransactionRequest request = harvests().getFirst();
    Kale minted = Kale.parse("50").plus(Kale.ofStroops(reward + 1));
    transactions.end(
        request,
        new Outcome.Landed(
            Hash.ZERO, chain.now().ledger(), chain.now().time(), Xlm.ZERO, null, minted, null));
    assertThat(log.of(DiscrepancyFound.class))
        .containsExactly(new DiscrepancyFound(farmer.id(), "reward", 1));
    assertThat(
            fixture.rows(
                "select what, chain - books, difference from reconciliations"
                    + " where what = 'reward'"))
        .containsExactly("reward 1 1");
  }

  @Test
  void sendsFromThePoolersWalletWhatTheFarmersAccountTurnedOutNotToPay() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    plant();
    work(farmer);
    stop(farmer);
    chain.openNext();
    fixture.step();
    TransactionRequest first = harvests().getFirst();
    assertThat(first.lane()).isEqualTo(farmer.custodial());
    transactions.refuse(first, Cause.INSUFFICIENT_XLM);
    chain.close(6);
    fixture.step();
    assertThat(harvests())
        .extracting(TransactionRequest::lane)
        .containsExactly(poolers.own().wallet());
    transactions.refuse(harvests().getFirst(), Cause.INSUFFICIENT_XLM);
    chain.close(12);
    fixture.step();
    assertThat(harvests()).extracting(TransactionRequest::lane).containsExactly(farmer.custodial());
  }

  @Test
  void asksNoMoreHarvestsOfAnAccountThanItCanPay() {
    Planter farmer = fixture.active(50, 2, "100", "10");
    plant();
    work(farmer);
    chain.openNext();
    plant();
    work(farmer);
    fixture.move(farmer, "ACTIVE", "LEAVING");
    chain.setXlm(farmer.custodial(), FakeChain.RESERVE.plus(Xlm.ofStroops(2 * 13_000 - 1)));
    chain.openNext();
    fixture.step();
    assertThat(harvests())
        .extracting(TransactionRequest::lane)
        .containsExactly(farmer.custodial(), poolers.own().wallet());
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
    transactions.open().forEach(r -> transactions.refuse(r, Cause.BLOCK_CLOSED));
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
    transactions.open().forEach(r -> transactions.refuse(r, Cause.BLOCK_CLOSED));
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
          .forEach(r -> transactions.refuse(r, Cause.BLOCK_MISSING));
    }
    chain.openNext();
    fixture.step();
    fixture.step();
    assertThat(fixture.rows("select distinct cause, debtor from works"))
        .containsExactly("BLOCK_MISSING NETWORK");
    assertThat(rows()).containsExactly("LOST 500000000 0 NEVER_WORKED NETWORK");
    assertThat(books.position(farmer.id()).owed()).isEqualTo(Kale.ZERO);
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
    transactions.refuse(request, Cause.SEQUENCE_TAKEN);
    chain.close(6);
    seenAgainInANewerLedger();
    assertThat(rows()).contains("HARVESTED 500000000 " + reward + " null null");
    assertThat(books.position(farmer.id()).custody()).isEqualTo(chain.kale(farmer.custodial()));
    assertThat(log.of(DiscrepancyFound.class)).isEmpty();
  }
}

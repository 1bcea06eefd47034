package org.kalepool.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Movements.Kind;
import org.kalepool.stellar.Movements.Movement;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class RecoveryTest extends ReconcilerFixture {
  @Inject Db db;
  @Inject Farmers farmers;

  /** As a restored backup leaves the farmer, at the network's time. */
  private void restored(Planter farmer) {
    restored(farmer, Duration.ZERO);
  }

  private void restored(Planter farmer, Duration databaseIsBehind) {
    db.update(
        "insert into farmer_events (farmer_id, from_state, to_state, by_whom, why, at)"
            + " values (?, ?, 'SUSPENDED', 'restore', 'by the test', ?)",
        farmer.id(),
        fixture.state(farmer),
        Instant.ofEpochSecond(chain.now().time()).minus(databaseIsBehind));
  }

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
  void aPailThatWasLostDoesNotHideThatItsFarmerWasPaidOut() {
    Planter farmer = fixture.active(0, 1, "100", "10");
    fixture.step();
    network.landAll();
    fixture.step();
    fixture.move(farmer, "ACTIVE", "SUSPENDED");
    long index = chain.index();
    chain.openNext();
    fixture.step();
    assertThat(fixture.rows("select status, cause from harvests"))
        .containsExactly("LOST NEVER_WORKED");
    assertThat(chain.farmer(farmer.custodial(), List.of(index)).pails()).containsKey(index);

    fixture.move(farmer, "SUSPENDED", "ACTIVE");
    restored(farmer);
    Address payout = farmers.find(farmer.id()).orElseThrow().payout();
    Movement paid =
        new Movement(
            Kind.SENT, Kale.parse("100"), chain.now().ledger(), 0, Hash.ZERO, payout, List.of());
    chain.history().rememberMoves(farmer.custodial(), List.of(paid));
    chain.removeAccount(farmer.custodial());
    looks();
    assertThat(fixture.state(farmer)).isEqualTo("DEPARTED");
  }

  @Test
  void aNodeThatLagsWithItsEventsIsAskedAgainAndNotTakenForForgetful() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    long index = plantAlone(farmer);
    chain.close(20);
    work(farmer, index);
    chain.openNext();
    chain.contract().harvest(farmer.custodial(), index);
    fixture.move(farmer, "SUSPENDED", "ACTIVE");
    restored(farmer);
    Address payout = farmers.find(farmer.id()).orElseThrow().payout();
    long ledger = chain.now().ledger();
    Hash harvest = Hash.ofHex("ab".repeat(32));
    chain
        .history()
        .rememberMoves(
            farmer.custodial(),
            List.of(
                new Movement(
                    Kind.MINTED, Kale.parse("50"), ledger + 1, 0, harvest, null, List.of(index)),
                new Movement(
                    Kind.SENT, Kale.parse("100"), ledger + 2, 0, Hash.ZERO, payout, List.of())));
    chain.removeAccount(farmer.custodial());
    chain.history().lag(1);
    looks();
    assertThat(fixture.rows("select complete from recoveries")).isEmpty();
    chain.history().lag(0);
    chain.close(10);
    fixture.step();
    assertThat(fixture.rows("select complete from recoveries")).containsExactly("t");
    assertThat(fixture.state(farmer)).isEqualTo("DEPARTED");
  }

  @Test
  void whoDidNothingForLongIsFoundPaidOutByANodeThatRemembersItsLastReconciliation() {
    Planter farmer = fixture.active(0, 1, "100", "10");
    chain.close(500);
    long reconciled = chain.now().ledger();
    db.update(
        "insert into reconciliations (block_index, farmer_id, ledger, what, books, chain,"
            + " difference, at) values (?, ?, ?, 'block', 100, 100, 0, ?)",
        chain.index() - 1,
        farmer.id(),
        reconciled,
        Instant.ofEpochSecond(chain.now().time()));
    restored(farmer);
    Address payout = farmers.find(farmer.id()).orElseThrow().payout();
    Movement paid =
        new Movement(Kind.SENT, Kale.parse("100"), reconciled + 1, 0, Hash.ZERO, payout, List.of());
    chain.history().rememberMoves(farmer.custodial(), List.of(paid));
    chain.history().movesFrom(reconciled - 30);
    chain.removeAccount(farmer.custodial());
    looks();
    assertThat(fixture.rows("select complete from recoveries")).containsExactly("t");
    assertThat(fixture.state(farmer)).isEqualTo("DEPARTED");
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
  void aPayoutThatWasUnderWayInTheBackupIsNotTakenForOneMoreDeposit() {
    Planter farmer = fixture.active(0, 1, "100", "10");
    fixture.move(farmer, "ACTIVE", "LEAVING");
    fixture.step();
    fixture.step();
    TransactionRequest split =
        transactions.open().stream()
            .filter(r -> r.action() == Action.SPLIT)
            .findAny()
            .orElseThrow();
    restored(farmer);
    chain.close(1);
    Hash hash = Hash.ofHex("ab".repeat(32));
    long ledger = chain.now().ledger();
    network.end(
        split, new Outcome.Landed(hash, ledger, chain.now().time(), Xlm.ZERO, null, null, null));
    chain.removeAccount(farmer.custodial());
    assertThat(fixture.state(farmer)).isEqualTo("DEPARTED");
    Books.Position before = books.position(farmer.id());
    assertThat(before.custody()).isEqualTo(Kale.ZERO);
    Address payout = farmers.find(farmer.id()).orElseThrow().payout();
    Movement sent = new Movement(Kind.SENT, Kale.parse("100"), ledger, 0, hash, payout, List.of());
    chain.history().rememberMoves(farmer.custodial(), List.of(sent));
    looks();
    assertThat(fixture.rows("select complete from recoveries")).containsExactly("t");
    assertThat(books.position(farmer.id())).isEqualTo(before);
    assertThat(fixture.state(farmer)).isEqualTo("DEPARTED");
  }

  @Test
  void aPayoutOfWhatWasEarnedSinceTheBackupIsBookedAndItsFarmerFarmsOn() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    long index = plantAlone(farmer);
    chain.close(20);
    work(farmer, index);
    chain.openNext();
    Kale before = chain.kale(farmer.custodial());
    chain.contract().harvest(farmer.custodial(), index);
    Kale minted = chain.kale(farmer.custodial()).minus(before);
    Kale earned = minted.minus(Kale.parse("50"));
    Kale half = earned.basisPoints(5_000);
    fixture.move(farmer, "SUSPENDED", "ACTIVE");
    restored(farmer);
    Address payout = farmers.find(farmer.id()).orElseThrow().payout();
    long ledger = chain.now().ledger();
    Hash harvest = Hash.ofHex("ab".repeat(32));
    Hash paid = Hash.ofHex("cd".repeat(32));
    Address wallet = Address.of(fixture.text("select wallet from poolers where own"));
    chain
        .history()
        .rememberMoves(
            farmer.custodial(),
            List.of(
                new Movement(Kind.MINTED, minted, ledger + 1, 0, harvest, null, List.of(index)),
                new Movement(Kind.SENT, half, ledger + 2, 0, paid, wallet, List.of()),
                new Movement(
                    Kind.SENT, earned.minus(half), ledger + 2, 0, paid, payout, List.of())));
    chain.setKale(farmer.custodial(), Kale.parse("100"));
    looks();
    assertThat(fixture.rows("select complete from recoveries")).containsExactly("t");
    assertThat(fixture.rows("select to_farmer, to_poolers, transaction_hash from earned_payouts"))
        .containsExactly(earned.minus(half).stroops() + " " + half.stroops() + " " + paid.hex());
    assertThat(differences()).isEmpty();
    for (int step = 0; step < 8 && !fixture.state(farmer).equals("ACTIVE"); step++) {
      nextLedger();
    }
    assertThat(fixture.state(farmer)).isEqualTo("ACTIVE");
    assertThat(books.position(farmer.id()).deposited()).isEqualTo(Kale.parse("100"));
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

  /**
   * Once when the hold is seen first, and twice when all has landed or expired: that an account is
   * gone counts when a second, newer reading says so, too.
   */
  private void looks() {
    fixture.step();
    chain.close(100);
    fixture.step();
    chain.close(10);
    fixture.step();
  }

  /** In the running block, and in no other. */
  private long plantAlone(Planter farmer) {
    fixture.step();
    network.landAll();
    fixture.step();
    fixture.move(farmer, "ACTIVE", "SUSPENDED");
    return chain.index();
  }

  /** The block's entry has expired; a pail lives on for as long as it was planted after that. */
  private void archived(long block) {
    db.update("update block_operations set live_until = 0 where block_index = ?", block);
    long pages =
        QuarkusTransaction.requiringNew()
            .call(() -> fixture.number("select archive_history(?, 1, 1000)", block + 1));
    assertThat(pages).isEqualTo(1);
    assertThat(fixture.rows("select 1 from plantings union all select 1 from harvests")).isEmpty();
  }

  private void recovered(Planter farmer) {
    fixture.move(farmer, "SUSPENDED", "ACTIVE");
    restored(farmer);
    looks();
    assertThat(fixture.rows("select complete from recoveries")).containsExactly("t");
  }
}

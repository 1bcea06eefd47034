package org.kalepool.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
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

/** Restored farmers who were paid after the backup was made. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class RecoveredPayoutsTest extends RecoveryFixture {
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
}

package org.kalepool.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

/** Readings that say nothing of the books yet: of nodes that lag, or while money is under way. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class UnjudgedReadingsTest extends ReconcilerFixture {
  private TransactionRequest plant() {
    return transactions.open().stream()
        .filter(request -> request.action() == Action.PLANT)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void doesNotJudgeWhileSomethingIsUnderWay() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    fixture.step();
    network.landAll();
    nextLedger();
    chain.openNext();
    fixture.step();
    assertThat(transactions.busy(farmer.custodial())).isTrue();
    chain.setKale(farmer.custodial(), Kale.ZERO);
    nextLedger();
    assertThat(differences()).isEmpty();
    assertThat(statements.reconcileAll().pending()).isEqualTo(1);
    assertThat(statements.reconcileAll().reconciled()).isFalse();
  }

  private void isJudgedOnceTheNodeHasSeenMoreThan(long before) {
    chain.lagHoldings(before);
    nextLedger();
    assertThat(differences()).isEmpty();
    assertThat(log.of(DiscrepancyFound.class)).isEmpty();
    chain.lagHoldings(0);
    nextLedger();
    assertThat(log.of(DiscrepancyFound.class)).hasSize(1);
  }

  @Test
  void doesNotJudgeByANodeThatHasNotSeenTheNewestSettlement() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    nextLedger();
    long before = chain.now().ledger();
    network.landAll();
    nextLedger();
    chain.setKale(farmer.custodial(), Kale.ZERO);
    isJudgedOnceTheNodeHasSeenMoreThan(before);
  }

  @Test
  void doesNotJudgeByANodeThatHasNotSeenTheNewestDeposit() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    fixture.move(farmer, "ACTIVE", "SUSPENDED");
    nextLedger();
    long before = chain.now().ledger();
    chain.setKale(farmer.custodial(), Kale.parse("130"));
    nextLedger();
    assertThat(books.position(farmer.id()).deposited()).isEqualTo(Kale.parse("130"));
    chain.setKale(farmer.custodial(), Kale.parse("100"));
    isJudgedOnceTheNodeHasSeenMoreThan(before);
  }

  @Test
  void doesNotTakeTheStakeOfAFoundPlantForADepositByANodeThatLags() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    fixture.move(farmer, "ACTIVE", "SUSPENDED");
    nextLedger();
    assertThat(books.position(farmer.id()).deposited()).isEqualTo(Kale.parse("100"));
    fixture.move(farmer, "SUSPENDED", "ACTIVE");
    nextLedger();
    long before = chain.now().ledger();
    chain.close(1);
    chain.contract().plant(chain.now(), farmer.custodial(), BigInteger.valueOf(300_000_000));
    network.refuse(plant(), Cause.ALREADY_PLANTED);
    nextLedger();
    assertThat(books.position(farmer.id()).staked()).isEqualTo(Kale.parse("30"));
    chain.setKale(farmer.custodial(), Kale.parse("100"));
    chain.lagHoldings(before);
    nextLedger();
    assertThat(books.position(farmer.id()).deposited()).isEqualTo(Kale.parse("100"));
    assertThat(differences()).isEmpty();
    chain.setKale(farmer.custodial(), Kale.parse("70"));
    chain.lagHoldings(0);
    nextLedger();
    assertThat(statements.reconcileAll()).isEqualTo(new ReconciliationResult(true, 0, 1, 0));
  }

  @Test
  void doesNotTakeAFoundHarvestForALossByANodeThatLags() {
    Planter farmer = fixture.active(50, 250, "100", "10");
    fixture.step();
    network.landAll();
    nextLedger();
    long index = chain.index();
    work(farmer, index);
    chain.openNext();
    fixture.step();
    network.landAll();
    nextLedger();
    nextLedger();
    long before = chain.now().ledger();
    Kale held = chain.kale(farmer.custodial());
    chain.close(1);
    chain.contract().harvest(farmer.custodial(), index);
    fixture.step();
    nextLedger();
    fixture.step();
    Kale harvested = chain.kale(farmer.custodial());
    assertThat(books.position(farmer.id()).custody()).isEqualTo(harvested).isGreaterThan(held);
    chain.setKale(farmer.custodial(), held);
    chain.lagHoldings(before);
    nextLedger();
    assertThat(differences()).isEmpty();
    assertThat(fixture.state(farmer)).isEqualTo("ACTIVE");
    chain.setKale(farmer.custodial(), harvested);
    chain.lagHoldings(0);
    nextLedger();
    assertThat(statements.reconcileAll()).isEqualTo(new ReconciliationResult(true, 0, 1, 0));
  }
}

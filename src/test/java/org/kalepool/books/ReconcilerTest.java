package org.kalepool.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Holdings;
import org.kalepool.testing.FakeNetwork;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

/** What is noticed, booked and held against a farmer when chain and books are compared. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class ReconcilerTest extends ReconcilerFixture {
  private static final Kale K9 = Kale.parse("9");

  @Test
  void noticesDepositsOfBothAssetsAtAnyTime() {
    Planter farmer = fixture.active(50, 1, "0", "5");
    fixture.move(farmer, "ACTIVE", "SUSPENDED");
    nextLedger();
    chain.setKale(farmer.custodial(), Kale.parse("7"));
    nextLedger();
    chain.setKale(farmer.custodial(), Kale.parse("10"));
    nextLedger();
    nextLedger();
    assertThat(books.position(farmer.id()).xlmDeposited()).isEqualTo(Xlm.parse("5"));
    assertThat(books.position(farmer.id()).deposited()).isEqualTo(Kale.parse("10"));
    assertThat(fixture.number("select count(*) from journal_entries where kind = 'deposit'"))
        .isEqualTo(3);
    assertThat(differences()).isEmpty();
  }

  @Test
  void booksAnArrivalOnceAndNeverFromAReadingOlderThanTheBooks() {
    Planter farmer = fixture.active(50, 1, "0", "5");
    fixture.move(farmer, "ACTIVE", "SUSPENDED");
    nextLedger();
    nextLedger();
    Holdings stale = held(farmer);
    chain.setKale(farmer.custodial(), Kale.parse("7"));
    chain.close(1);
    books.arrived(farmer.id(), held(farmer));
    books.arrived(farmer.id(), held(farmer));
    nextLedger();
    assertThat(books.position(farmer.id()).deposited()).isEqualTo(Kale.parse("7"));
    Holdings odd =
        new Holdings(
            farmer.custodial(), stale.xlm(), stale.spendable(), 1, K9, K9, stale.ledger() - 1);
    books.arrived(farmer.id(), odd);
    assertThat(books.position(farmer.id()).deposited()).isEqualTo(Kale.parse("7"));
  }

  private Holdings held(Planter farmer) {
    Holdings held = chain.holdings(List.of(farmer.custodial())).get(farmer.custodial());
    return Objects.requireNonNull(held);
  }

  @Test
  void suspendsNobodyForAnAccountOrATrustlineThatOneReadingLacks() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    fixture.step();
    network.landAll();
    nextLedger();
    Xlm xlm = chain.xlm(farmer.custodial());
    chain.removeAccount(farmer.custodial());
    nextLedger();
    fixture.step();
    chain.setXlm(farmer.custodial(), xlm);
    nextLedger();
    assertThat(fixture.state(farmer)).isEqualTo("ACTIVE");
    assertThat(differences()).isEmpty();

    chain.removeTrustline(farmer.custodial());
    nextLedger();
    fixture.step();
    assertThat(fixture.state(farmer)).isEqualTo("ACTIVE");
    nextLedger();
    assertThat(fixture.state(farmer)).isEqualTo("SUSPENDED");
    assertThat(differences()).isNotEmpty();
  }

  @Test
  void agreesAfterPlantAndFees() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    fixture.step();
    network.landAll();
    nextLedger();
    nextLedger();
    Books.Position position = books.position(farmer.id());
    assertThat(position.custody()).isEqualTo(Kale.parse("50"));
    assertThat(position.staked()).isEqualTo(Kale.parse("50"));
    assertThat(position.deposited()).isEqualTo(Kale.parse("100"));
    assertThat(position.fees()).isEqualTo(FakeNetwork.PLANT_FEE);
    assertThat(position.xlm()).isEqualTo(chain.xlm(farmer.custodial()));
    assertThat(position.xlmDeposited()).isEqualTo(Xlm.parse("10"));
    assertThat(statements.reconcileAll()).isEqualTo(new ReconciliationResult(true, 0, 1, 0));
  }

  @Test
  void recordsOneRowForEachFarmerAndBlock() {
    Planter farmer = fixture.active(50, 9, "100", "10");
    fixture.step();
    network.landAll();
    long index = chain.index();
    chain.openNext();
    fixture.step();
    network.landAll();
    nextLedger();
    nextLedger();
    assertThat(
            fixture.rows(
                "select farmer_id, block_index, what, books, chain, difference"
                    + " from reconciliations where block_index = ?",
                index))
        .hasSize(1)
        .first()
        .asString()
        .startsWith(farmer.id() + " " + index + " block ")
        .endsWith(" 0");
  }

  @Test
  void catchesAMissingStroopAndHoldsTheFarmerBack() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    Planter other = fixture.active(50, 1, "100", "10");
    fixture.step();
    network.landAll();
    nextLedger();
    chain.setKale(farmer.custodial(), Kale.ofStroops(499_999_999));
    nextLedger();
    assertThat(differences()).containsExactly("kale 500000000 499999999 -1");
    assertThat(log.of(DiscrepancyFound.class))
        .containsExactly(new DiscrepancyFound(farmer.id(), "kale", -1));
    assertThat(fixture.state(farmer)).isEqualTo("SUSPENDED");
    assertThat(fixture.state(other)).isEqualTo("ACTIVE");
    assertThat(
            fixture.rows(
                "select by_whom from farmer_events"
                    + " where farmer_id = ? and to_state = 'SUSPENDED'",
                farmer.id()))
        .containsExactly("pool");
    nextLedger();
    assertThat(log.of(DiscrepancyFound.class)).hasSize(1);
    ReconciliationResult result = statements.reconcileAll();
    assertThat(result.reconciled()).isFalse();
    assertThat(result.differenceStroops()).isEqualTo(1);
  }

  @Test
  void catchesAMissingStroopOfXlm() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    fixture.step();
    network.landAll();
    nextLedger();
    Xlm left = chain.xlm(farmer.custodial());
    chain.setXlm(farmer.custodial(), left.minus(Xlm.ofStroops(1)));
    nextLedger();
    assertThat(log.of(DiscrepancyFound.class))
        .containsExactly(new DiscrepancyFound(farmer.id(), "xlm", -1));
  }

  @Test
  void catchesAPailThatHoldsAnotherStake() {
    Planter farmer = fixture.active(50, 9, "100", "10");
    fixture.step();
    network.landAll();
    nextLedger();
    long index = chain.index();
    work(farmer, index);
    chain.replaceStake(farmer.custodial(), index, BigInteger.valueOf(400_000_000));
    chain.openNext();
    fixture.step();
    network.landAll();
    nextLedger();
    nextLedger();
    assertThat(log.of(DiscrepancyFound.class))
        .contains(new DiscrepancyFound(farmer.id(), "pails", -100_000_000));
  }
}

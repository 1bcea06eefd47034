package org.kalepool.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Xlm;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

/** XLM that arrives together with transactions of which nobody can tell what they cost. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class DepositsWithUnseenFeesTest extends ReconcilerFixture {

  private Planter farmer;

  @BeforeEach
  void begin() {
    farmer = fixture.active(50, 1, "0", "5");
    fixture.move(farmer, "ACTIVE", "SUSPENDED");
    nextLedger();
    nextLedger();
  }

  private List<String> shortages() {
    return fixture.rows(
        "select what, difference from reconciliations where difference <> 0 order by id");
  }

  @Test
  void feesThatADepositHasPaidForExplainNoLaterShortage() {
    chain.setSequence(2);
    chain.setXlm(farmer.custodial(), Xlm.parse("7.9999"));
    nextLedger();
    nextLedger();
    assertThat(books.position(farmer.id()).xlmDeposited()).isEqualTo(Xlm.parse("7.9999"));
    assertThat(shortages()).isEmpty();

    chain.setXlm(farmer.custodial(), Xlm.parse("7.9998"));
    nextLedger();
    nextLedger();
    assertThat(shortages()).isNotEmpty().allMatch(row -> row.equals("xlm -1000"));
    assertThat(books.position(farmer.id()).fees()).isEqualTo(Xlm.ZERO);
  }

  @Test
  void feesThatADepositBeforeThePayoutHasPaidForExplainNoLaterShortage() {
    chain.setSequence(2);
    chain.setXlm(farmer.custodial(), Xlm.parse("7.9999"));
    chain.close(1);
    books.arrived(
        farmer.id(),
        Objects.requireNonNull(
            chain.holdings(List.of(farmer.custodial())).get(farmer.custodial())));
    assertThat(books.position(farmer.id()).xlmDeposited()).isEqualTo(Xlm.parse("7.9999"));

    chain.setXlm(farmer.custodial(), Xlm.parse("7.9998"));
    nextLedger();
    nextLedger();
    assertThat(shortages()).isNotEmpty().allMatch(row -> row.equals("xlm -1000"));
  }
}

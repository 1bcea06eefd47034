package org.kalepool.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Xlm;
import org.kalepool.testing.EventLog;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.FakeTransactions;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

/** XLM that arrives together with transactions of which nobody can tell what they cost. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class DepositsWithUnseenFeesTest {
  @Inject Books books;
  @Inject FakeChain chain;
  @Inject FakeTransactions transactions;
  @Inject EventLog log;
  @Inject StageFixture fixture;

  private Planter farmer;

  @BeforeEach
  void begin() {
    fixture.clear();
    chain.reset();
    transactions.clear();
    log.clear();
    farmer = fixture.active(50, 1, "0", "5");
    fixture.move(farmer, "ACTIVE", "SUSPENDED");
    nextLedger();
    nextLedger();
  }

  private void nextLedger() {
    chain.close(1);
    fixture.step();
  }

  private List<String> differences() {
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
    assertThat(differences()).isEmpty();

    chain.setXlm(farmer.custodial(), Xlm.parse("7.9998"));
    nextLedger();
    nextLedger();
    assertThat(differences()).isNotEmpty().allMatch(row -> row.equals("xlm -1000"));
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
    assertThat(differences()).isNotEmpty().allMatch(row -> row.equals("xlm -1000"));
  }
}

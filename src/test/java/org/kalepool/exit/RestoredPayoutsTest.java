package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.books.PayoutFound;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Movements.Movement;
import org.kalepool.testing.FarmRows;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesProfile;

/** Payouts of what was earned that a restored database does not know. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class RestoredPayoutsTest extends EarnedFixture {
  private static final Hash FIRST = new Hash("1a".repeat(32));
  private static final Hash SECOND = new Hash("2b".repeat(32));
  private static final Hash LAST = new Hash("3c".repeat(32));

  @Inject Event<PayoutFound> payoutFound;

  private final List<Movement> sent = new ArrayList<>();

  @BeforeEach
  void restored() {
    sent.clear();
    fixture.held(farmer);
  }

  private void sent(Address to, String kale, long ledger, Hash transaction) {
    sent.add(chain.history().sent(farmer.custodial(), to, kale, ledger, transaction));
    chain.setKale(farmer.custodial(), chain.kale(farmer.custodial()).minus(Kale.parse(kale)));
  }

  /** Half and half. */
  private void paidHalves(String half, long ledger, Hash transaction) {
    sent(pooler.wallet(), half, ledger, transaction);
    sent(payout, half, ledger, transaction);
  }

  private void stays(boolean drained) {
    found(chain.holdings(List.of(farmer.custodial())).get(farmer.custodial()), drained, false);
  }

  private void gone() {
    chain.removeAccount(farmer.custodial());
    found(null, true, true);
  }

  private void found(@Nullable Holdings left, boolean drained, boolean sentXlm) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                payoutFound.fire(
                    new PayoutFound(
                        farmer.id(), 1_000, 1, sent, Kale.ZERO, left, drained, sentXlm)));
  }

  private String custody() {
    return books.position(farmer.id()).custody().toString();
  }

  @Test
  void onesThatFitTheTermsAreBookedAndTheFarmerStays() {
    earned(5, "20", 10);
    paidHalves("3", 20, FIRST);
    paidHalves("7", 30, SECOND);
    stays(true);
    assertThat(paid())
        .containsExactly(
            "60000000 30000000 30000000 0 " + FIRST.hex() + " 20",
            "140000000 70000000 70000000 0 " + SECOND.hex() + " 30");
    assertThat(custody()).isEqualTo("100.0000000");
    assertThat(books.position(farmer.id()).share()).isEqualTo(Kale.ZERO);
    assertThat(fixture.state(farmer)).isEqualTo("SUSPENDED");
    assertThat(fixture.rows("select 1 from splits")).isEmpty();
  }

  @Test
  void roundingIsThatOfTheOrderInWhichTheyWerePaid() {
    earned(5, "0.0000003", 10);
    sent(payout, "0.0000001", 20, FIRST);
    sent(pooler.wallet(), "0.0000001", 30, SECOND);
    stays(false);
    assertThat(paid())
        .containsExactly("1 1 0 0 " + FIRST.hex() + " 20", "1 0 1 0 " + SECOND.hex() + " 30");
  }

  @Test
  void whatWasHarvestedAfterwardsWasNotThereToBePaid() {
    earned(5, "20", 10);
    earned(6, "20", 40);
    paidHalves("15", 30, FIRST);
    stays(false);
    assertThat(paid()).as("more than had been earned then").isEmpty();
    assertThat(fixture.state(farmer)).isEqualTo("SUSPENDED");
  }

  @Test
  void aPailThatIsOpenKeepsNoneFromBeingKnown() {
    earned(5, "20", 10);
    books.planted(farmer.id(), 6, Kale.parse("50"), 11);
    chain.setKale(farmer.custodial(), Kale.parse("70"));
    paidHalves("10", 20, FIRST);
    stays(false);
    assertThat(paid()).hasSize(1);
    assertThat(custody()).isEqualTo("50.0000000");
  }

  @Test
  void compensationThatWasTakenFromTheShareIsKnownByWhatThePoolerDidNotGet() {
    earned(5, "20", 10);
    books.planted(farmer.id(), 6, Kale.parse("4"), 11);
    books.forfeited(farmer.id(), farmer.pooler(), 6, Kale.parse("4"), true, "NEVER_WORKED");
    chain.setKale(farmer.custodial(), Kale.parse("116"));
    sent(pooler.wallet(), "6", 20, FIRST);
    sent(payout, "14", 20, FIRST);
    stays(true);
    assertThat(paid())
        .containsExactly("200000000 140000000 60000000 40000000 " + FIRST.hex() + " 20");
    assertThat(books.position(farmer.id()).owed()).isEqualTo(Kale.ZERO);
  }

  @Test
  void oneThatFitsNoTermsWaitsForAnOperator() {
    earned(5, "20", 10);
    sent(pooler.wallet(), "4", 20, FIRST);
    sent(payout, "6", 20, FIRST);
    stays(true);
    assertThat(paid()).isEmpty();
    assertThat(custody()).isEqualTo("120.0000000");
  }

  @Test
  void oneToAnAccountOfAStrangerWaitsForAnOperator() {
    earned(5, "20", 10);
    sent(pooler.wallet(), "5", 20, FIRST);
    sent(FarmRows.address("stranger"), "5", 20, FIRST);
    stays(true);
    assertThat(paid()).isEmpty();
  }

  @Test
  void theOneAtTheEndIsToldFromThoseBeforeIt() {
    earned(5, "20", 10);
    paidHalves("3", 20, FIRST);
    sent(pooler.wallet(), "7", 30, LAST);
    sent(payout, "107", 30, LAST);
    gone();
    assertThat(paid()).containsExactly("60000000 30000000 30000000 0 " + FIRST.hex() + " 20");
    assertThat(fixture.rows("select to_pooler, to_farmer, transaction_hash from splits"))
        .containsExactly("70000000 1070000000 " + LAST.hex());
    assertThat(fixture.state(farmer)).isEqualTo("DEPARTED");
    assertThat(custody()).isEqualTo("0.0000000");
  }

  @Test
  void theOneAtTheEndAloneIsNoneOfThem() {
    earned(5, "20", 10);
    sent(pooler.wallet(), "10", 30, LAST);
    sent(payout, "110", 30, LAST);
    gone();
    assertThat(paid()).isEmpty();
    assertThat(fixture.rows("select to_pooler, to_farmer from splits"))
        .containsExactly("100000000 1100000000");
    assertThat(fixture.state(farmer)).isEqualTo("DEPARTED");
  }

  @Test
  void whereBothWouldFitEverybodyHasTheSame() {
    books.planted(farmer.id(), 4, Kale.parse("100"), 5);
    books.forfeited(farmer.id(), farmer.pooler(), 4, Kale.parse("100"), false, "NEVER_WORKED");
    chain.setKale(farmer.custodial(), Kale.ZERO);
    earned(5, "20", 10);
    paidHalves("10", 30, LAST);
    gone();
    assertThat(fixture.state(farmer)).isEqualTo("DEPARTED");
    assertThat(books.position(farmer.id()).paidOut()).isEqualTo(Kale.parse("10"));
    assertThat(custody()).isEqualTo("0.0000000");
  }
}

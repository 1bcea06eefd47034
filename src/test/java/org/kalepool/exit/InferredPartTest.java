package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.farmer.FarmerState;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.testing.FakeBooks;
import org.kalepool.testing.Fakes;
import org.kalepool.testing.PostgresResource;

/** So is one that left the account open, and what followed it from there. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(Fakes.class)
class InferredPartTest extends InferredPayoutFixture {
  private void farmerSentLater(@Nullable Address to, String kale) {
    sent.add(chain.history().sent(farmer.custodial(), to, kale, 970, later));
  }

  private List<String> passedOn() {
    return farm.rows(
        "select to_pooler, kale, claimable, transaction_hash, ledger from late_payouts"
            + " where farmer_id = ? order by id",
        id());
  }

  @Test
  void aPayoutThatKeptThePoolersShareIsKnownByWhatTheAccountSentAndTheRestGoesOn() {
    books("100", "0");
    farmerSent(farmer.payout(), "90");
    left("10", "1.6", "0");
    booked("0", "0", "90", "0", "1.4");
    assertThat(splits()).containsExactly("0 900000000 100000000 0 f");
    books.position(farmer.id(), "10", "20", "0", "1.6");
    chain.setLedger(GONE + 20, 1_800_000_000);
    late.sweep();
    assertThat(transactions.open(Action.LATE).values())
        .singleElement()
        .satisfies(
            request ->
                assertThat(((Call.Operations) request.call()).operations())
                    .contains(new Call.PayKale(null, pooler.wallet(), Kale.parse("10"))));
  }

  @Test
  void whatFollowedAPayoutThatKeptThePoolersShareIsKnownToo() {
    books("107", "0");
    farmerSent(farmer.payout(), "90");
    farmerSentLater(pooler.wallet(), "10");
    farmerSentLater(farmer.payout(), "7");
    found("7", null);
    booked("0", "0", "90", "0");
    assertThat(splits()).containsExactly("0 900000000 100000000 0 f");
    assertThat(passedOn()).containsExactly("100000000 70000000 f " + later.hex() + " 970");
    assertThat(books.passedOn())
        .extracting(it -> it.payout().toPoolers() + " " + it.payout().toFarmer())
        .containsExactly(k("10") + " " + k("7"));
  }

  @Test
  void aPayoutAfterWhichDustKeptTheAccountIsKnownAndItsDebtThatWasPaidToo() {
    books("100.0000003", "13");
    farmerSent(farmer.payout(), "100");
    poolerSent(farmer.payout(), "3", later);
    left("0.0000003", "1.6", "0.0000003");
    booked("0", "0", "100", "10", "1.4");
    assertThat(splits()).containsExactly("0 1000000000 0 30000000 f");
    assertThat(books.debts()).extracting(FakeBooks.BookedDebt::amount).containsExactly(k("3"));
  }

  private static Kale k(String amount) {
    return Kale.parse(amount);
  }

  @Test
  void dustThatFollowedThroughThePoolersWalletIsKnownAsAClaimableBalance() {
    books("101", "0");
    farmerSent(pooler.wallet(), "100");
    poolerSent(null, "90", split);
    farmerSentLater(pooler.wallet(), "1");
    poolerSent(null, "1", later);
    found("1", null);
    booked("10", "0", "90", "0");
    assertThat(splits()).containsExactly("100000000 900000000 0 0 t");
    assertThat(passedOn()).containsExactly("0 10000000 t " + later.hex() + " 970");
  }

  @Test
  void aClaimableBalanceOfTheAccountsOwnIsKnown() {
    books("100", "0");
    farmerSent(null, "90");
    left("10", "2", "0");
    booked("0", "0", "90", "0", "1");
    assertThat(splits()).containsExactly("0 900000000 100000000 0 t");
  }

  @Test
  void aPayoutOfXlmAloneIsKnownWhereAllTheKaleIsThePoolers() {
    books("8", "0");
    left("8", "1.5", "0");
    booked("0", "0", "0", "0", "1.5");
    assertThat(splits()).containsExactly("0 0 80000000 0 f");
  }

  @Test
  void aPartWhoseShareWasNotKeptWaitsForAnOperator() {
    books("100", "0");
    farmerSent(farmer.payout(), "80");
    left("20", "1.6", "0");
    assertThat(state()).isEqualTo(FarmerState.SUSPENDED);
    assertThat(books.splits()).isEmpty();
  }
}

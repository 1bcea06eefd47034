package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kalepool.farmer.FarmerState;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.RpcException;
import org.kalepool.testing.FakeBooks;
import org.kalepool.testing.Fakes;
import org.kalepool.testing.FarmRows;
import org.kalepool.testing.PostgresResource;

/** A payout that landed between a backup and its restoring is read from what was sent. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(Fakes.class)
class InferredPayoutTest extends InferredPayoutFixture {
  private void gone() {
    found("0", null);
  }

  @Test
  void aPayoutInWhichThePoolerPaidMoreThanItsShareIsReadFromItsPayments() {
    books("100", "13");
    farmerSent(farmer.payout(), "100");
    poolerSent(farmer.payout(), "3", split);
    poolerSent(FarmRows.address("another"), "7", later);
    gone();
    booked("0", "3", "100", "13");
    assertThat(farm.rows("select transaction_hash, debt from splits where farmer_id = ?", id()))
        .containsExactly(split.hex() + " 0");
  }

  @Test
  void aPayoutInWhichThePoolerPaidNothingLeavesItsDebtWhichIsPaid() {
    books("100", "13");
    farmerSent(farmer.payout(), "100");
    gone();
    booked("0", "0", "100", "10");
    debts.sweep();
    assertThat(transactions.open(Action.DEBT)).hasSize(1);
  }

  @Test
  void aDebtThatWasPaidBeforeTheRestoreTooIsNotPaidAgain() {
    books("100", "13");
    farmerSent(farmer.payout(), "100");
    poolerSent(farmer.payout(), "3", later);
    gone();
    booked("0", "0", "100", "10");
    assertThat(books.debts())
        .containsExactly(
            new FakeBooks.BookedDebt(
                farmer.id(), pooler.wallet(), Kale.parse("3"), Xlm.ZERO, Xlm.ZERO));
    debts.sweep();
    assertThat(transactions.open(Action.DEBT)).isEmpty();
  }

  @Test
  void aFarmerWhoHadNothingLeftButWhatThePoolerOwed() {
    books("0", "13");
    poolerSent(farmer.payout(), "3", split);
    gone();
    booked("0", "3", "0", "13");
  }

  @Test
  void aPayoutThatWasLeftAsAClaimableBalance() {
    books("100", "13");
    farmerSent(pooler.wallet(), "100");
    poolerSent(null, "103", split);
    gone();
    booked("0", "3", "100", "13");
    assertThat(farm.rows("select claimable from splits where farmer_id = ?", id()))
        .containsExactly("t");
  }

  @Test
  void aPailThatWasLostBeforeThePayoutByThePoolersFaultIsSeenFromWhatItPaid() {
    books("100", "0");
    farm.planted(farmer, 80, "50", 890);
    farm.planted(farmer, 81, "30", 895);
    farmerSent(farmer.payout(), "100");
    poolerSent(farmer.payout(), "40", split);
    gone();
    booked("0", "40", "100", "50");
    assertThat(lost()).containsExactly("80 LOST POOLER", "81 LOST NETWORK");
  }

  @Test
  void aPailThatWasLostByNobodysFaultIsSeenFromThePoolersShare() {
    books("100", "0");
    farm.planted(farmer, 80, "50", 890);
    farmerSent(pooler.wallet(), "10");
    farmerSent(farmer.payout(), "90");
    gone();
    booked("10", "0", "90", "0");
    assertThat(lost()).containsExactly("80 LOST NETWORK");
  }

  private List<String> lost() {
    return farm.rows(
        "select block_index, status, debtor from harvests where farmer_id = ? order by block_index",
        id());
  }

  @Test
  void whatNoPayoutExplainsWaitsForAnOperator() {
    books("100", "13");
    farmerSent(farmer.payout(), "100");
    poolerSent(farmer.payout(), "2", split);
    gone();
    assertThat(state()).isEqualTo(FarmerState.SUSPENDED);
    assertThat(books.splits()).isEmpty();
  }

  @Test
  void aNodeThatHasForgottenOrLagsIsNotBelieved() {
    books("100", "13");
    farmerSent(farmer.payout(), "100");
    chain.history().through(GONE - 1);
    assertThatThrownBy(this::gone).isInstanceOf(RpcException.class);
    chain.history().through(GONE);
    chain.history().forget();
    gone();
    assertThat(state()).isEqualTo(FarmerState.SUSPENDED);
    assertThat(books.splits()).isEmpty();
  }
}

package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.FakeContracts;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesProfile;

/** Payouts of what is earned, whose farmer stays. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class EarnedPayoutTest extends EarnedPayoutFixture {
  @Inject Farmers farmers;

  @Test
  void aPartOfWhatIsEarnedIsSharedAndTheFarmerStaysWithTheRest() {
    earned(5, "20", 10);
    wish("8");
    sweep.sweep();
    assertThat(sent().lane()).isEqualTo(farmer.custodial());
    assertThat(sent().call())
        .isEqualTo(
            new Call.Operations(
                List.of(
                    new Call.PayKale(null, pooler.wallet(), Kale.parse("4")),
                    new Call.PayKale(null, payout, Kale.parse("4")))));
    assertThat(newest().state()).isEqualTo("SENT");
    sweep.sweep();
    assertThat(transactions.open(Action.PAYOUT)).hasSize(1);

    land("8");
    assertThat(newest())
        .extracting(PayoutWish::state, PayoutWish::toFarmer, PayoutWish::transactionHash)
        .containsExactly("PAID", 40_000_000L, HASH.hex());
    assertThat(fixture.state(farmer)).isEqualTo("ACTIVE");
    assertThat(books.position(farmer.id()).custody()).isEqualTo(Kale.parse("112"));
    assertThat(books.position(farmer.id()).share()).isEqualTo(Kale.parse("6"));
    sweep.sweep();
    assertThat(transactions.open()).isEmpty();
  }

  /** It is only read: whoever holds the farmer's row meanwhile is not waited for. */
  @Test
  void whoStillWaitsForTheSameIsNeitherLockedNorWrittenDownAgain() {
    earned(5, "20", 10);
    wish("500");
    sweep.sweep();
    assertThat(waitingFor()).isEqualTo("EARNED_LESS");
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              farmers.lock(farmer.id());
              sweep.sweep();
            });
    assertThat(waitingFor()).isEqualTo("EARNED_LESS");
    assertThat(transactions.open()).isEmpty();
  }

  @Test
  void nothingIsSentWhileAnythingOfTheFarmersIsUnderWay() {
    earned(5, "20", 10);
    long plant =
        transactions
            .request(
                new TransactionRequest(
                    farmer.custodial(),
                    Action.PLANT,
                    farmer.id(),
                    7L,
                    new Call.Plant(farmer.custodial(), Kale.parse("1")),
                    null))
            .orElseThrow();
    wish("20");
    sweep.sweep();
    assertThat(transactions.open(Action.PAYOUT)).isEmpty();
    transactions.settle(plant, new Outcome.Refused(null, Cause.EXPIRED, "by the test"));
    sweep.sweep();
    assertThat(transactions.open(Action.PAYOUT)).hasSize(1);
  }

  @Test
  void whatIsStakedIsNotTakenAndTheWishWaitsForAHarvest() {
    earned(5, "20", 10);
    books.planted(farmer.id(), 6, Kale.parse("110"), 11);
    chain.setKale(farmer.custodial(), Kale.parse("10"));
    wish("15");
    sweep.sweep();
    assertThat(waitingFor()).isEqualTo("KALE_STAKED");
    assertThat(transactions.open()).isEmpty();
    books.harvested(farmer.id(), 6, Kale.parse("110"), Kale.ZERO, 12);
    chain.setKale(farmer.custodial(), Kale.parse("120"));
    sweep.sweep();
    assertThat(transactions.open(Action.PAYOUT)).hasSize(1);
    assertThat(newest().waitingFor()).isNull();
  }

  @Test
  void whoCannotBePaidIsToldWhy() {
    earned(5, "20", 10);
    wish("20");
    chain.setXlm(farmer.custodial(), Xlm.parse("1.505"));
    sweep.sweep();
    assertThat(waitingFor()).isEqualTo("FARMER_XLM");
    chain.setXlm(farmer.custodial(), Xlm.parse("10"));
    chain.account(pooler.wallet(), "5");
    chain.removeTrustline(pooler.wallet());
    sweep.sweep();
    assertThat(waitingFor()).isEqualTo("POOLER_TRUSTLINE");
    chain.account(pooler.wallet(), "5", "50", "900000000000");
    chain.account(payout, "5", "0", "9");
    sweep.sweep();
    assertThat(waitingFor()).isEqualTo("PAYOUT_CLOSED");
    chain.account(payout, "5", "0", "900000000000");
    chain.requireMemo(payout);
    sweep.sweep();
    assertThat(waitingFor()).isEqualTo("MEMO_REQUIRED");
    assertThat(transactions.open()).isEmpty();
  }

  @Test
  void anAttemptThatFailedIsMadeAgainAfterAPause() {
    earned(5, "20", 10);
    wish("20");
    sweep.sweep();
    transactions.settle(
        sentId(),
        new Outcome.Failed(
            HASH,
            chain.now().ledger(),
            chain.now().time(),
            Xlm.ofStroops(200),
            Cause.NO_TRUSTLINE,
            "by the test"));
    sweep.sweep();
    assertThat(transactions.open()).isEmpty();
    assertThat(waitingFor()).isEqualTo("SPLIT_FAILED");
    pass(Duration.ofSeconds(6));
    sweep.sweep();
    land("20");
    assertThat(paid()).hasSize(1);
  }

  @Test
  void whoLeavesIsPaidAllAtTheEndAndNothingBefore() {
    earned(5, "20", 10);
    wish("20");
    fixture.move(farmer, "ACTIVE", "LEAVING");
    sweep.sweep();
    assertThat(newest().state()).isEqualTo("LEFT");
    assertThat(transactions.open(Action.PAYOUT)).isEmpty();
  }

  @Test
  void whoseThresholdIsReachedIsPaidAllThatIsEarned() {
    db.update(
        "insert into payout_thresholds (farmer_id, amount, by_whom, at) values (?, ?, 'farmer',"
            + " now())",
        farmer.id(),
        200_000_000L);
    earned(5, "19.9999999", 10);
    sweep.sweep();
    assertThat(fixture.rows("select 1 from payout_wishes")).isEmpty();
    earned(6, "0.0000002", 11);
    sweep.sweep();
    assertThat(newest())
        .extracting(PayoutWish::amount, PayoutWish::askedBy, PayoutWish::state)
        .containsExactly(200_000_001L, "threshold", "SENT");
    land("20.0000001");
    sweep.sweep();
    assertThat(fixture.rows("select 1 from payout_wishes")).hasSize(1);
    assertThat(paid().getFirst()).startsWith("200000001 100000001 100000000 0");
  }

  @Test
  void aContractIsPaidByTheSplitContractInOneCall() {
    toContract();
    contracts.uses(pooler.wallet());
    earned(5, "20", 10);
    wish("8");
    sweep.sweep();
    assertThat(sent().lane()).isEqualTo(farmer.custodial());
    assertThat(sent().call())
        .isEqualTo(
            new ContractCall.Pay(
                FakeContracts.SPLIT,
                farmer.custodial(),
                List.of(
                    new ContractCall.Payment(pooler.wallet(), Kale.parse("4")),
                    new ContractCall.Payment(SMART, Kale.parse("4")))));
    land("8");
    assertThat(newest())
        .extracting(PayoutWish::state, PayoutWish::toFarmer, PayoutWish::transactionHash)
        .containsExactly("PAID", 40_000_000L, HASH.hex());
    assertThat(books.position(farmer.id()).custody()).isEqualTo(Kale.parse("112"));
  }

  @Test
  void aContractWaitsWhereThereIsNoSplitContract() {
    toContract();
    earned(5, "20", 10);
    wish("8");
    sweep.sweep();
    assertThat(waitingFor()).isEqualTo("PAYOUT_CONTRACT");
  }
}

package org.kalepool.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Pail;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.testing.Fakes;
import org.kalepool.testing.PostgresResource;

/** When works are sent, and with which hash. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(Fakes.class)
class WorkTest extends WorkFixture {
  @Test
  void insuresAStakeAfterARestartAsItWouldHaveBefore() {
    plant("100");
    found(2);
    found(3);
    ledgerAt(5);
    board.abandonBefore(index + 1);
    ledgersTo(10, 205);
    assertThat(zerosSent()).isEqualTo(2);
  }

  @Test
  void insuresAStakeLateAndThenSendsTheBest() {
    plant("100");
    found(1);
    found(2);
    found(3);
    ledgersTo(5, 195);
    assertThat(transactions.open()).isEmpty();
    ledgersTo(200, 205);
    // One zero is kept back, so that the final work can follow.
    assertThat(zerosSent()).isEqualTo(2);
    assertThat(work().getValue().lane()).isEqualTo(farmer.custodial());
    assertThat(work().getValue().notAfter()).isEqualTo(openedAt + 330);
    landed(openedLedger + 42);
    assertThat(seen.worked).containsExactly(new FarmerWorked(farmer.id(), index));

    ledgersTo(210, 260);
    assertThat(transactions.open()).isEmpty();
    ledgersTo(265, 300);
    assertThat(zerosSent()).isEqualTo(3);
    landed(openedLedger + 59);
    assertThat(works())
        .containsExactly("INSURANCE WORKED 2 41 null null", "FINAL WORKED 3 58 null null");
  }

  @Test
  void sendsOneWorkForFarmersWithoutAStake() {
    plant("0");
    found(2);
    found(3);
    ledgersTo(5, 260);
    assertThat(transactions.open()).isEmpty();
    List<Integer> sent = new ArrayList<>();
    for (long age = 265; age <= 320; age += 5) {
      ledgerAt(age);
      if (!transactions.open().isEmpty()) {
        sent.add(zerosSent());
        landed(openedLedger + age / 5 + 1);
      }
    }
    assertThat(sent.getLast()).isEqualTo(3);
    assertThat(works().getLast()).startsWith("FINAL WORKED 3");
  }

  @Test
  void worksAlsoInABlockWhoseLimitsMakeEverybodyEqual() {
    openBlock(0, 0, 0, 0, 0);
    plant("0");
    found(0);
    ledgersTo(5, 280);
    assertThat(transactions.open()).isEmpty();
    ledgerAt(285);
    assertThat(zerosSent()).isZero();
    landed(openedLedger + 58);
    assertThat(works()).containsExactly("FINAL WORKED 0 57 null null");
  }

  @Test
  void triesAgainAfterTheLedgerOfThePlant() {
    plant("100");
    found(2);
    found(3);
    ledgersTo(200, 205);
    failed(Cause.GAP_TOO_LOW);
    run();
    assertThat(works()).isEmpty();
    ledgerAt(210);
    assertThat(zerosSent()).isEqualTo(2);
  }

  @Test
  void thePoolersWalletSendsWhatTheFarmerCannotPay() {
    plant("100");
    found(2);
    found(3);
    ledgersTo(200, 205);
    transactions.settle(
        work().getKey(), new Outcome.Refused(null, Cause.INSUFFICIENT_XLM, "0 XLM"));
    run();
    assertThat(work().getValue().lane()).isEqualTo(poolers.own().wallet());
    assertThat(works()).containsExactly("INSURANCE FAILED 2 null INSUFFICIENT_XLM POOLER");
  }

  @Test
  void takesOverWhatSomebodyElseWorked() {
    plant("100");
    found(2);
    found(3);
    ledgersTo(200, 205);
    chain.putPail(farmer.custodial(), index, new Pail(openedLedger + 1, 39L, BigInteger.TEN, 3L));
    failed(Cause.ZEROS_TOO_LOW);
    run();
    assertThat(works()).containsExactly("FINAL WORKED 3 39 null null");
    ledgersTo(210, 320);
    assertThat(transactions.open()).isEmpty();
  }
}

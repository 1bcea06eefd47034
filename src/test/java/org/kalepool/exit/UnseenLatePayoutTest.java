package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kalepool.block.LedgerClosed;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.step.SteppedTasks;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.Outcome;
import org.kalepool.testing.FakeContracts;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesProfile;

/** What was passed on of a farmer that has left, and landed without anybody having seen it. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class UnseenLatePayoutTest extends SplitByContractFixture {
  @Inject Event<LedgerClosed> ledgers;

  /** Its number was used, and no node knows the transaction any more. */
  private void forgotten() {
    settle(Action.LATE, new Outcome.Refused(null, Cause.SEQUENCE_TAKEN, "by the test"));
    pass();
  }

  private void looksTwice() {
    late.sweep();
    pass();
    late.sweep();
  }

  private void ledgerCloses() {
    ledgers.fire(new LedgerClosed(chain.now().ledger(), chain.now().time()));
    ((SteppedTasks) tasks).runAll();
  }

  private List<String> passedOn() {
    return fixture.rows("select kale, xlm, debt_xlm from late_payouts order by id");
  }

  @Test
  void theReserveThatAContractIsOwedIsBookedOnceTheAccountIsCertainlyGone() {
    toContract();
    leave();
    splits("1.67", "110");
    forgotten();
    chain.removeAccount(farmer.custodial());
    late.sweep();
    assertThat(passedOn()).as("one answer may be wrong").isEmpty();
    looksTwice();
    assertThat(passedOn()).containsExactly("0 0 16500000");
    nothingIsLeftInTheBooks();
    assertThat(waiting()).isEqualTo("nothing");
    debts.sweep();
    assertThat(sent(Action.DEBT).call())
        .isEqualTo(
            new ContractCall.Transfer(
                FakeContracts.XLM, pooler.wallet(), SMART, Xlm.parse("1.65").stroops()));
    settle(Action.DEBT, landed("0.01", null, null));
    looksTwice();
    debts.sweep();
    assertThat(passedOn()).hasSize(1);
    assertThat(transactions.open()).isEmpty();
  }

  @Test
  void itIsLookedForInTheNextLedgersWithoutWaitingForTheSweep() {
    leave();
    splits("9.97", "110");
    chain.removeAccount(farmer.custodial());
    forgotten();
    ledgerCloses();
    assertThat(passedOn()).containsExactly("0 99700000 0");
    nothingIsLeftInTheBooks();
  }

  @Test
  void whatIsThereStillIsSentAgain() {
    leave();
    splits("9.97", "110");
    forgotten();
    looksTwice();
    assertThat(passedOn()).isEmpty();
    chain.close(1);
    chain.removeAccount(farmer.custodial());
    settle(Action.LATE, landed("0.01", null, "9.96"));
    looksTwice();
    assertThat(passedOn()).containsExactly("0 99600000 0");
    nothingIsLeftInTheBooks();
  }

  @Test
  void anAccountThatSomebodyHasMadeAnewSinceWasMergedBefore() {
    leave();
    splits("9.97", "110");
    forgotten();
    chain.setSequence(chain.now().ledger() << 32);
    chain.account(farmer.custodial(), "4");
    looksTwice();
    assertThat(passedOn()).containsExactly("0 99700000 0");
    assertThat(books.position(farmer.id()).xlm()).isEqualTo(Xlm.parse("4"));
    assertThat(sent(Action.LATE).call())
        .isEqualTo(new Call.Operations(List.of(new Call.Merge(null, payout))));
  }

  @Test
  void whereTheAccountHasSentOtherKaleAnOperatorHasToSay() {
    leave();
    splits("9.97", "110");
    forgotten();
    chain.history().sent(farmer.custodial(), payout, "1", chain.now().ledger(), HASH);
    chain.removeAccount(farmer.custodial());
    looksTwice();
    assertThat(passedOn()).isEmpty();
    assertThat(books.position(farmer.id()).xlm()).isEqualTo(Xlm.parse("9.97"));
    assertThat(books.position(farmer.id()).custody()).isEqualTo(Kale.ZERO);
  }

  /** Left, and closed and paid on since; the backup that is restored is of between the two. */
  private void restoredBeforeItWasClosed(String left) {
    leave();
    splits(left, "110");
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              db.update("set local session_replication_role = replica");
              db.update(
                  "delete from split_plans where transaction_id = (select max(id) from transactions)");
              db.update("delete from transaction_actions where action = 'LATE'");
              db.update("delete from transactions where id = (select max(id) from transactions)");
              db.update("insert into audit (who, what, at) values ('test', 'restore', ?)", now());
            });
    transactions.clear();
    chain.removeAccount(farmer.custodial());
    pass();
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  @Test
  void whatWasPassedOnBeforeARestoreIsToldByTheAccountThatIsGone() {
    restoredBeforeItWasClosed("9.97");
    late.sweep();
    assertThat(passedOn()).as("one answer may be wrong").isEmpty();
    looksTwice();
    assertThat(passedOn()).containsExactly("0 99700000 0");
    nothingIsLeftInTheBooks();
    looksTwice();
    assertThat(passedOn()).hasSize(1);
  }

  @Test
  void whetherWhatAContractIsOwedSinceWasPaidBeforeTheRestoreAnOperatorSays() {
    toContract();
    restoredBeforeItWasClosed("1.67");
    looksTwice();
    looksTwice();
    assertThat(passedOn()).containsExactly("0 0 16500000");
    nothingIsLeftInTheBooks();
    debts.sweep();
    assertThat(transactions.open(Action.DEBT)).isEmpty();

    db.update(
        "insert into audit (who, what, target, at) values ('test', 'release-debt', ?, ?)",
        farmer.id().toString(),
        now());
    debts.sweep();
    assertThat(transactions.open(Action.DEBT)).hasSize(1);
  }

  @Test
  void withoutARestoreNothingIsConcludedFromAnAccountThatIsGone() {
    restoredBeforeItWasClosed("9.97");
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              db.update("set local session_replication_role = replica");
              db.update("delete from audit where what = 'restore'");
            });
    looksTwice();
    looksTwice();
    assertThat(passedOn()).isEmpty();
  }
}

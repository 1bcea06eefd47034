package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.books.PayoutFound;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.lab.step.SteppedTasks;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Movements.Movement;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.FakeContracts;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesProfile;

/**
 * Payouts by the split contract of a farmer who has earned 20 beside its 100 KALE, from the wish to
 * leave until nothing is left, whatever becomes of the transactions.
 */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class SplitByContractTest extends EarnedFixture {
  private static final Address SMART = Address.contract(Sha256.of("smart"));
  private static final Hash FIRST = new Hash("1a".repeat(32));
  private static final Hash LAST = new Hash("3c".repeat(32));

  @Inject ExitSweep exits;
  @Inject LateSweep late;
  @Inject DebtSweep debts;
  @Inject Departures departures;
  @Inject Tasks tasks;
  @Inject Clock clock;
  @Inject Event<PayoutFound> payoutFound;

  @BeforeEach
  void splitContract() {
    contracts.uses(pooler.wallet(), new PoolContracts.Terms(5_000, pooler.wallet()));
    earned(5, "20", 10);
  }

  private void leave() {
    departures.leave(farmer.id(), "farmer");
    exits.sweep();
  }

  private TransactionRequest sent(Action action) {
    Map<Long, TransactionRequest> open = transactions.open(action);
    assertThat(open).as(action + ", waiting for " + waiting()).hasSize(1);
    return open.values().iterator().next();
  }

  private String waiting() {
    return departures
        .status(farmer.id())
        .map(ExitStatus::waitingFor)
        .map(Objects::toString)
        .orElse("nothing");
  }

  private ContractCall.ExecuteSplit split() {
    return (ContractCall.ExecuteSplit) sent(Action.SPLIT).call();
  }

  private void settle(Action action, Outcome outcome) {
    transactions.settle(transactions.open(action).keySet().iterator().next(), outcome);
    ((SteppedTasks) tasks).runAll();
  }

  /**
   * In the next ledger.
   *
   * @param paid KALE from the account to the payout wallet
   * @param left XLM in the account
   */
  private Outcome landed(String fee, @Nullable String paid, @Nullable String merged) {
    return new Outcome.Landed(
        HASH,
        chain.now().ledger(),
        chain.now().time(),
        Xlm.parse(fee),
        null,
        paid == null ? null : Kale.parse(paid),
        merged == null ? null : Xlm.parse(merged));
  }

  /** As the contract does: all KALE is gone, and XLM. */
  private void splits(String xlmLeft, String paid) {
    chain.close(1);
    chain.setKale(farmer.custodial(), Kale.ZERO);
    chain.setXlm(farmer.custodial(), Xlm.parse(xlmLeft));
    contracts.wasSplit(farmer.id(), chain.now().ledger());
    settle(Action.SPLIT, landed("0.03", paid, null));
  }

  private void toContract() {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              db.update("set local session_replication_role = replica");
              db.update("update farmers set payout = ? where id = ?", SMART.text(), farmer.id());
            });
  }

  private List<String> splitRows() {
    return fixture.rows("select to_pooler, to_farmer, xlm_to_farmer from splits");
  }

  private void nothingIsLeftInTheBooks() {
    assertThat(books.position(farmer.id()).custody()).isEqualTo(Kale.ZERO);
    assertThat(books.position(farmer.id()).xlm()).isEqualTo(Xlm.ZERO);
  }

  @Test
  void anAccountIsPaidByTheContractAndClosedInTheNextTransaction() {
    leave();
    assertThat(split().payout()).isEqualTo(payout);
    assertThat(split().earned()).isEqualTo(Kale.parse("20"));
    assertThat(split().xlm()).isEqualTo(Xlm.ZERO);
    assertThat(split().parts())
        .containsExactly(
            new ContractCall.Part(
                pooler.wallet(),
                false,
                Kale.ZERO,
                List.of(new ContractCall.Earned(0, Kale.parse("20")))));

    splits("9.97", "110");
    assertThat(fixture.state(farmer)).isEqualTo("DEPARTED");
    assertThat(splitRows()).containsExactly("100000000 1100000000 0");
    TransactionRequest closing = sent(Action.LATE);
    assertThat(closing.lane()).isEqualTo(farmer.custodial());
    assertThat(closing.call())
        .isEqualTo(
            new Call.Operations(
                List.of(new Call.CloseTrustline(null), new Call.Merge(null, payout))));

    chain.close(1);
    chain.removeAccount(farmer.custodial());
    settle(Action.LATE, landed("0.01", null, "9.96"));
    assertThat(fixture.rows("select kale, xlm, debt_xlm from late_payouts"))
        .containsExactly("0 99600000 0");
    nothingIsLeftInTheBooks();
  }

  @Test
  void aContractGetsXlmWithTheSplitAndTheReserveByTheContractOfXlm() {
    toContract();
    leave();
    assertThat(split().payout()).isEqualTo(SMART);
    assertThat(split().xlm()).isEqualTo(Xlm.parse("8.3"));

    splits("1.67", "110");
    assertThat(splitRows()).containsExactly("100000000 1100000000 83000000");
    TransactionRequest closing = sent(Action.LATE);
    assertThat(closing.lane()).isEqualTo(pooler.wallet());
    assertThat(closing.call())
        .isEqualTo(
            new Call.Operations(
                List.of(
                    new Call.CloseTrustline(farmer.custodial()),
                    new Call.Merge(farmer.custodial(), pooler.wallet()))));

    chain.close(1);
    chain.removeAccount(farmer.custodial());
    settle(Action.LATE, landed("0.01", null, "1.67"));
    nothingIsLeftInTheBooks();
    debts.sweep();
    assertThat(sent(Action.DEBT).call())
        .isEqualTo(
            new ContractCall.Transfer(
                FakeContracts.XLM, pooler.wallet(), SMART, Xlm.parse("1.65").stroops()));
    settle(Action.DEBT, landed("0.01", null, null));
    debts.sweep();
    assertThat(transactions.open()).isEmpty();
  }

  @Test
  void kaleThatComesInOnTheWayIsPaidAndBookedAsDeposited() {
    leave();
    splits("9.97", "110.5");
    assertThat(splitRows()).containsExactly("100000000 1105000000 0");
    nothingIsLeftOfKale();
    assertThat(books.position(farmer.id()).deposited()).isEqualTo(Kale.parse("100.5"));
  }

  private void nothingIsLeftOfKale() {
    assertThat(books.position(farmer.id()).custody()).isEqualTo(Kale.ZERO);
  }

  @Test
  void oneThatFailsIsMadeAgainAndChangesNothing() {
    leave();
    settle(
        Action.SPLIT,
        new Outcome.Failed(
            HASH,
            chain.now().ledger(),
            chain.now().time(),
            Xlm.ZERO,
            Cause.CONTRACT_ERROR,
            "#13",
            null));
    assertThat(fixture.state(farmer)).isEqualTo("LEAVING");
    assertThat(splitRows()).isEmpty();
    pass();
    exits.sweep();
    assertThat(split().earned()).isEqualTo(Kale.parse("20"));
  }

  private void pass() {
    ((SteppedClock) clock).advance(Duration.ofHours(1));
    chain.close(1);
  }

  /** Its number was used, and no node knows the transaction any more. */
  private void forgotten() {
    settle(Action.SPLIT, new Outcome.Refused(null, Cause.SEQUENCE_TAKEN, "by the test"));
    pass();
  }

  @Test
  void oneThatLandedUnseenIsToldByTheContract() {
    leave();
    forgotten();
    chain.setKale(farmer.custodial(), Kale.ZERO);
    chain.setXlm(farmer.custodial(), Xlm.parse("9.97"));
    contracts.wasSplit(farmer.id(), chain.now().ledger());
    exits.sweep();
    assertThat(fixture.state(farmer)).as("the node tells of nothing sent").isEqualTo("LEAVING");

    long ledger = chain.now().ledger();
    chain.history().sent(farmer.custodial(), pooler.wallet(), "10", ledger, LAST);
    chain.history().sent(farmer.custodial(), payout, "110", ledger, LAST);
    exits.sweep();
    assertThat(fixture.state(farmer)).as(waiting()).isEqualTo("DEPARTED");
    assertThat(splitRows()).containsExactly("100000000 1100000000 300000");
    late.sweep();
    assertThat(sent(Action.LATE).call()).isInstanceOf(Call.Operations.class);
  }

  @Test
  void oneThatLandedUnseenWithWhatCameInOnTheWayIsBookedWithIt() {
    leave();
    forgotten();
    chain.setKale(farmer.custodial(), Kale.ZERO);
    chain.setXlm(farmer.custodial(), Xlm.parse("9.97"));
    long ledger = chain.now().ledger();
    contracts.wasSplit(farmer.id(), ledger);
    chain.history().sent(farmer.custodial(), pooler.wallet(), "10", ledger, LAST);
    chain.history().sent(farmer.custodial(), payout, "110.5", ledger, LAST);
    exits.sweep();
    assertThat(fixture.state(farmer)).as(waiting()).isEqualTo("DEPARTED");
    assertThat(splitRows()).containsExactly("100000000 1105000000 300000");
    nothingIsLeftOfKale();
    assertThat(books.position(farmer.id()).deposited()).isEqualTo(Kale.parse("100.5"));
  }

  @Test
  void oneThatHasNotLandedIsMadeAgain() {
    leave();
    forgotten();
    exits.sweep();
    assertThat(split().earned()).isEqualTo(Kale.parse("20"));
    assertThat(splitRows()).isEmpty();
  }

  private void found(List<Movement> sent) {
    Holdings left = chain.holdings(List.of(farmer.custodial())).get(farmer.custodial());
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                payoutFound.fire(
                    new PayoutFound(farmer.id(), 1_000, 1, sent, Kale.ZERO, left, true, false)));
  }

  @Test
  void afterARestoreTheContractTellsThePayoutAtTheEndThoughTheAccountIsThere() {
    fixture.held(farmer);
    List<Movement> sent = new ArrayList<>();
    sent.add(chain.history().sent(farmer.custodial(), pooler.wallet(), "10", 30, LAST));
    sent.add(chain.history().sent(farmer.custodial(), payout, "110", 30, LAST));
    chain.setKale(farmer.custodial(), Kale.ZERO);
    chain.setXlm(farmer.custodial(), Xlm.parse("9.97"));
    contracts.wasSplit(farmer.id(), 30);
    found(sent);
    assertThat(fixture.state(farmer)).isEqualTo("DEPARTED");
    assertThat(splitRows()).containsExactly("100000000 1100000000 300000");
    late.sweep();
    assertThat(sent(Action.LATE).call()).isInstanceOf(Call.Operations.class);
  }

  @Test
  void afterARestoreTheShareIsWhatTheContractRoundsByVersion() {
    // of 20.0000001 one stroop was paid before, all of it the farmer's: by the books half of the
    // other 20 and of that stroop is the pooler's, by the contract half of the 20
    fixture.held(farmer);
    earned(6, "0.0000001", 11);
    earned(7, "0.0000001", 12);
    List<Movement> sent = new ArrayList<>();
    sent.add(chain.history().sent(farmer.custodial(), payout, "0.0000001", 20, FIRST));
    sent.add(chain.history().sent(farmer.custodial(), pooler.wallet(), "10", 30, LAST));
    sent.add(chain.history().sent(farmer.custodial(), payout, "110.0000001", 30, LAST));
    chain.setKale(farmer.custodial(), Kale.ZERO);
    contracts.wasSplit(farmer.id(), 30);
    found(sent);
    assertThat(fixture.state(farmer)).isEqualTo("DEPARTED");
    assertThat(fixture.rows("select to_pooler, to_farmer from splits"))
        .containsExactly("100000000 1100000001");
    assertThat(paid()).containsExactly("1 1 0 0 " + FIRST.hex() + " 20");
    nothingIsLeftOfKale();
  }
}

package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.lab.step.SteppedTasks;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.stellar.TransactionRequest;

/** A farmer who has earned 20 beside its 100 KALE, and leaves by the split contract. */
abstract class SplitByContractFixture extends EarnedFixture {

  @Inject ExitSweep exits;
  @Inject LateSweep late;
  @Inject DebtSweep debts;
  @Inject Departures departures;
  @Inject Tasks tasks;
  @Inject Clock clock;

  @BeforeEach
  void splitContract() {
    contracts.uses(pooler.wallet(), new PoolContracts.Terms(5_000, pooler.wallet()));
    earned(5, "20", 10);
  }

  void leave() {
    departures.leave(farmer.id(), "farmer");
    exits.sweep();
  }

  TransactionRequest sent(Action action) {
    Map<Long, TransactionRequest> open = transactions.open(action);
    assertThat(open).as(action + ", waiting for " + waiting()).hasSize(1);
    return open.values().iterator().next();
  }

  String waiting() {
    return departures
        .status(farmer.id())
        .map(ExitStatus::waitingFor)
        .map(Objects::toString)
        .orElse("nothing");
  }

  ContractCall.ExecuteSplit split() {
    return (ContractCall.ExecuteSplit) sent(Action.SPLIT).call();
  }

  void settle(Action action, Outcome outcome) {
    transactions.settle(transactions.open(action).keySet().iterator().next(), outcome);
    ((SteppedTasks) tasks).runAll();
  }

  /**
   * In the next ledger.
   *
   * @param paid KALE from the account to the payout wallet
   * @param left XLM in the account
   */
  Outcome landed(String fee, @Nullable String paid, @Nullable String merged) {
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
  void splits(String xlmLeft, String paid) {
    chain.close(1);
    chain.setKale(farmer.custodial(), Kale.ZERO);
    chain.setXlm(farmer.custodial(), Xlm.parse(xlmLeft));
    contracts.wasSplit(farmer.id(), chain.now().ledger());
    settle(Action.SPLIT, landed("0.03", paid, null));
  }

  void nothingIsLeftInTheBooks() {
    assertThat(books.position(farmer.id()).custody()).isEqualTo(Kale.ZERO);
    assertThat(books.position(farmer.id()).xlm()).isEqualTo(Xlm.ZERO);
  }

  List<String> splitRows() {
    return fixture.rows("select to_pooler, to_farmer, xlm_to_farmer from splits");
  }

  void nothingIsLeftOfKale() {
    assertThat(books.position(farmer.id()).custody()).isEqualTo(Kale.ZERO);
  }

  void pass() {
    ((SteppedClock) clock).advance(Duration.ofHours(1));
    chain.close(1);
  }
}

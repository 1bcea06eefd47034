package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.step.SteppedTasks;
import org.kalepool.pooler.Pooler;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.FakeBooks;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.FakeTransactions;
import org.kalepool.testing.FarmRows;

/** An active farmer of a pooler who takes half, with 100 KALE of which 20 were earned. */
abstract class ExitFixture {
  static final Hash HASH = new Hash("ab".repeat(32));

  @Inject Departures departures;
  @Inject ExitSweep sweep;
  @Inject DebtSweep debts;
  @Inject LateSweep late;
  @Inject Debts decided;
  @Inject FarmRows farm;
  @Inject FakeChain chain;
  @Inject FakeTransactions transactions;
  @Inject FakeBooks books;
  @Inject Farmers farmers;
  @Inject Tasks tasks;
  @Inject Clock clock;

  Pooler pooler;
  Farmer farmer;

  @BeforeEach
  void oneActiveFarmer() {
    chain.reset();
    chain.setLedger(1_000, 1_800_000_000);
    chain.history().rememberMoves(List.of());
    transactions.clear();
    books.clear();
    // Farmers of other tests stay in the database; they are out of the way as suspended.
    for (FarmerState state : List.of(FarmerState.LEAVING, FarmerState.ACTIVE)) {
      farmers.in(state).forEach(it -> farm.moved(it.id(), state, FarmerState.SUSPENDED));
    }
    pooler = farm.pooler(5_000);
    farmer = farm.farmer(pooler, FarmerState.ACTIVE);
    books.position(farmer.id(), "100", "20", "0", "3");
    chain.account(farmer.custodial(), "3", "100", "900000000000");
    chain.account(farmer.payout(), "5", "0", "900000000000");
    chain.account(pooler.wallet(), "5", "50", "900000000000");
  }

  void run() {
    ((SteppedTasks) tasks).runAll();
  }

  void leave() {
    assertThat(departures.leave(farmer.id(), "farmer")).isInstanceOf(Departures.Answer.Done.class);
    run();
  }

  Map.Entry<Long, TransactionRequest> split() {
    Map<Long, TransactionRequest> open = transactions.open(Action.SPLIT);
    assertThat(open).hasSize(1);
    return open.entrySet().iterator().next();
  }

  /** How often the farmer departed. */
  int departed() {
    return farm.rows(
            "select 1 from farmer_events where farmer_id = ? and to_state = 'DEPARTED'",
            farmer.id())
        .size();
  }

  FarmerState state() {
    return farmers.find(farmer.id()).orElseThrow().state();
  }

  ExitStatus status() {
    return departures.status(farmer.id()).orElseThrow();
  }

  String waitingFor() {
    ExitStatus.WaitingFor waiting = status().waitingFor();
    return waiting == null ? "nothing" : waiting.code();
  }

  Outcome landed() {
    return landed("2.99996");
  }

  Outcome landed(String merged) {
    return new Outcome.Landed(
        HASH, 1_010, 1_800_000_050, Xlm.ofStroops(400), null, null, Xlm.parse(merged));
  }

  Object id() {
    return farmer.id();
  }

  void settleDebt() {
    transactions.settle(transactions.open(Action.DEBT).keySet().iterator().next(), landed());
  }

  /** Registered with a muxed address: nothing of it ever changes afterwards. */
  void ofAnExchange(long number) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              farm.run("set local session_replication_role = replica");
              farm.run("update farmers set payout_id = ? where id = ?", number, farmer.id());
            });
  }
}

package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.kale.Address;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.lab.step.SteppedTasks;
import org.kalepool.pooler.Pooler;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.FakeNode;
import org.kalepool.stellar.OpenTransactions;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Transactions;
import org.kalepool.testing.FakeSigner;
import org.kalepool.testing.FarmRows;

/** A funded farmer whose lane runs over a {@link FakeNode}, step by step. */
public abstract class LanesFixture {
  @Inject Transactions transactions;
  @Inject TransactionRepository store;
  @Inject OpenTransactionRepository open;
  @Inject Settlement settlement;
  @Inject LandingTimes landingTimes;
  @Inject OpenTransactions operator;
  public @Inject FakeNode node;
  @Inject Chain chain;
  @Inject FakeSigner signer;
  public @Inject SettledSeen settled;
  public @Inject FarmRows farm;
  public @Inject Tasks tasks;
  public @Inject Clock clock;

  Pooler pooler;
  Farmer farmer;
  Address lane;

  @BeforeEach
  void freshFarmerOnAFreshNode() {
    node.reset();
    farm.run(
        "update transactions set state = 'REFUSED', cause = 'GIVEN_UP'"
            + " where state in ('QUEUED', 'BUILT')");
    settled.clear();
    pooler = farm.pooler(5_000);
    farmer = farm.farmer(pooler, FarmerState.FUNDED);
    lane = farmer.custodial();
    signer.hold(lane);
    node.account(lane, 41);
    step();
  }

  void step() {
    ((SteppedClock) clock).advance(Duration.ofSeconds(20));
    transactions.poke();
    ((SteppedTasks) tasks).runAll();
  }

  /** A ledger closes and is seen, and some time passes. */
  void somethingChanges() {
    node.close();
    chain.tip();
    step();
  }

  TransactionRequest trustline(Farmer farmer, @Nullable Long notAfter) {
    return new TransactionRequest(
        farmer.custodial(),
        Action.TRUSTLINE,
        farmer.id(),
        null,
        new Call.Operations(List.of(new Call.OpenTrustline(null))),
        notAfter);
  }

  long requested(@Nullable Long notAfter) {
    long id = transactions.request(trustline(farmer, notAfter)).orElseThrow();
    ((SteppedTasks) tasks).runAll();
    return id;
  }

  String state(long id) {
    return farm.rows("select state from transactions where id = ?", id).getFirst();
  }

  Outcome outcome() {
    assertThat(settled.all()).hasSize(1);
    return settled.all().getFirst().outcome();
  }
}

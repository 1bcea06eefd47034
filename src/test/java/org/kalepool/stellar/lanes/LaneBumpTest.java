package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.fault.FaultSchedule;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.OpenTransactions;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.Signer;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.stellar.rpc.ConfiguredNetwork;
import org.kalepool.stellar.xdr.Envelope;
import org.kalepool.stellar.xdr.EnvelopeBuilder;
import org.kalepool.testing.PostgresResource;

/** What waits near the end of its time is replaced by a fee bump; either lands, once. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(SandboxLanesProfile.class)
class LaneBumpTest extends SandboxLanesFixture {
  private static final Bids.Bid BID = new Bids.Bid(1_000, "test");

  @Inject TransactionRepository store;
  @Inject OpenTransactionRepository open;
  @Inject EnvelopeMaker maker;
  @Inject OpenTransactions operator;
  @Inject ConfiguredNetwork network;
  @Inject Signer signer;
  @Inject MeterRegistry metrics;

  private Address lane;

  @BeforeEach
  void anAccount() {
    lane = account();
  }

  @AfterEach
  void quiet() {
    sandbox.quiet();
  }

  private long waiting() {
    sandbox.faults().next(FaultSchedule.Kind.PASSED_OVER, 1);
    return request(
        lane, Action.TRUSTLINE, null, new Call.Operations(List.of(new Call.OpenTrustline(null))));
  }

  private LaneRow row(long id) {
    return open.open(id).orElseThrow();
  }

  private Bids.Bid bid(long id) {
    return Objects.requireNonNull(row(id).envelope().bid());
  }

  private TransactionSettled end(long id) {
    List<TransactionSettled> ends = settled.all().stream().filter(end -> end.id() == id).toList();
    assertThat(ends).as("it ends once").hasSize(1);
    return ends.getFirst();
  }

  private long untilBumped(long id) {
    String first = row(id).envelope().hash();
    for (int i = 0; i < 20 && row(id).envelope().hash().equals(first); i++) {
      step();
    }
    assertThat(row(id).envelope().innerHash()).isEqualTo(first);
    return row(id).envelope().ledger();
  }

  /**
   * Near the end of its time, with the bump made and stored, and the process dead before it sent.
   */
  private LaneRow storedBump(long id) {
    for (int i = 0; i < 12; i++) {
      sandbox.closeLedger();
      ((SteppedClock) clock).advance(Duration.ofSeconds(5));
    }
    chain.tip();
    LaneRow row = row(id);
    EnvelopeMaker.Ready bump = maker.bump(row.request(), row.envelope()).orElseThrow();
    boolean stored =
        QuarkusTransaction.requiringNew().call(() -> store.bumped(id, row.envelope().hash(), bump));
    assertThat(stored).isTrue();
    return row(id);
  }

  @Test
  void bumpsWhatNoLedgerTakesAndPaysTheLedgersPriceTwice() {
    long id = waiting();
    long bid = bid(id).inclusion();
    untilBumped(id);
    Bids.Bid bump = bid(id);
    assertThat(bump.inclusion()).isGreaterThanOrEqualTo(10 * bid);
    assertThat(bump.reason()).contains("bump of " + bid);
    assertThat(operator.list())
        .filteredOn(open -> open.id() == id)
        .singleElement()
        .satisfies(open -> assertThat(open.inclusionBid()).isEqualTo(bump.inclusion()));
    Outcome.Landed landed = landed(id);
    assertThat(landed.fee()).isEqualTo(Xlm.ofStroops(200));
    assertThat(sandbox.lumens(lane)).contains(FUNDS.minus(landed.fee()));
    assertThat(operator.fares(Long.MAX_VALUE, 10))
        .filteredOn(fare -> fare.id() == id)
        .singleElement()
        .satisfies(
            fare -> {
              assertThat(fare.inclusionBid()).isEqualTo(bump.inclusion());
              assertThat(fare.bidReason()).isEqualTo(bump.reason());
              assertThat(fare.inclusionCharged()).isEqualTo(100);
              assertThat(fare.fee()).isEqualTo(landed.fee());
            });
    assertThat(end(id).feePayer()).isEqualTo(lane);
    assertThat(metrics.counter("kale.transactions.bumps", "action", "TRUSTLINE").count())
        .isPositive();
  }

  @Test
  void theInnerOneLandsWhereTheBumpWasStoredAndNeverSent() {
    long id =
        request(
            lane,
            Action.TRUSTLINE,
            null,
            new Call.Operations(List.of(new Call.OpenTrustline(null))));
    LaneRow before = row(id);
    EnvelopeMaker.Ready bump =
        new EnvelopeMaker.Ready(
            bumped(before), before.envelope().sequence(), before.envelope().maxTime(), 0, BID);
    QuarkusTransaction.requiringNew()
        .run(() -> assertThat(store.bumped(id, before.envelope().hash(), bump)).isTrue());
    Outcome.Landed landed = landed(id);
    assertThat(landed.transaction().hex()).isEqualTo(before.envelope().hash());
    assertThat(landed.fee()).isEqualTo(Xlm.ofStroops(100));
    assertThat(sandbox.lumens(lane)).contains(FUNDS.minus(landed.fee()));
    TransactionEntity stored = QuarkusTransaction.requiringNew().call(() -> store.findById(id));
    assertThat(stored.hash).isEqualTo(landed.transaction());
    assertThat(stored.feeCharged).isEqualTo(landed.fee());
    assertThat(end(id).feePayer()).isEqualTo(lane);
  }

  private Envelope bumped(LaneRow row) {
    return new EnvelopeBuilder(network.network())
        .bump(row.envelope().envelope(), lane, 2_000, signer);
  }

  @Test
  void sendsABumpThatWasStoredBeforeTheProcessDied() {
    long id = waiting();
    LaneRow bumped = storedBump(id);
    Outcome.Landed landed = landed(id);
    assertThat(landed.transaction().hex()).isEqualTo(bumped.envelope().hash());
    assertThat(sandbox.lumens(lane)).contains(FUNDS.minus(landed.fee()));
    end(id);
  }

  @Test
  void aBumpWhoseAnswerIsLostLandsOnce() {
    long id = waiting();
    for (int i = 0; i < 9; i++) {
      step();
    }
    sandbox.faults().chance(FaultSchedule.Kind.LOST_ANSWER, 1);
    untilBumped(id);
    sandbox.faults().clear();
    Outcome.Landed landed = landed(id);
    assertThat(sandbox.lumens(lane)).contains(FUNDS.minus(landed.fee()));
    assertThat(end(id).feePayer()).isEqualTo(lane);
  }

  @Test
  void buildsNothingAnewWhereTheInnerOneLandedAndANodeThatLagsDoesNotKnow() {
    long id =
        request(
            lane,
            Action.TRUSTLINE,
            null,
            new Call.Operations(List.of(new Call.OpenTrustline(null))));
    LaneRow before = row(id);
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                store.bumped(
                    id,
                    before.envelope().hash(),
                    new EnvelopeMaker.Ready(
                        bumped(before),
                        before.envelope().sequence(),
                        before.envelope().maxTime(),
                        0,
                        BID)));
    sandbox.faults().behind(3);
    step();
    step();
    assertThat(row(id).envelopes()).as("a bump, and nothing else").isEqualTo(2);
    sandbox.faults().behind(0);
    Outcome.Landed landed = landed(id);
    assertThat(landed.transaction().hex()).isEqualTo(before.envelope().hash());
    assertThat(sandbox.lumens(lane)).contains(FUNDS.minus(landed.fee()));
  }

  @Test
  void isBuiltAnewOnlyWhenNeitherCanLandAnyMore() {
    long id = waiting();
    untilBumped(id);
    LaneRow bumped = row(id);
    sandbox.faults().chance(FaultSchedule.Kind.FULL_LEDGER, 1);
    while (sandbox.now() <= bumped.envelope().maxTime()) {
      assertThat(row(id).envelope().sequence()).isEqualTo(bumped.envelope().sequence());
      step();
    }
    sandbox.faults().clear();
    Outcome.Landed landed = landed(id);
    assertThat(sandbox.lumens(lane)).contains(FUNDS.minus(landed.fee()));
    assertThat(landed.closeTime()).isGreaterThan(bumped.envelope().maxTime());
  }

  @Test
  void learnsFromWhatWaitedAndFromWhatTheLedgersCharge() {
    sandbox.surge(sandbox.now(), sandbox.now() + 3_600, 100);
    for (int i = 0; i < 5; i++) {
      sandbox.closeLedger();
      ((SteppedClock) clock).advance(Duration.ofSeconds(5));
    }
    long id =
        request(
            lane,
            Action.TRUSTLINE,
            null,
            new Call.Operations(List.of(new Call.OpenTrustline(null))));
    assertThat(bid(id).reason()).contains("ledgers charged");
    Outcome.Landed landed = landed(id);
    assertThat(landed.fee().stroops()).isBetween(7_000L, 20_000L);
  }
}

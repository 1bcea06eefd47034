package org.kalepool.stellar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Pooler;
import org.kalepool.schedule.SteppedClock;
import org.kalepool.schedule.SteppedTasks;
import org.kalepool.schedule.Tasks;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.fakes.FakeSigner;
import org.kalepool.testing.fakes.Farm;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(LanesProfile.class)
class LanesTest {
  @Inject Transactions transactions;
  @Inject Lanes lanes;
  @Inject LaneStore store;
  @Inject Settlement settlement;
  @Inject LandingTimes landingTimes;
  @Inject OpenTransactions operator;
  @Inject FakeNode node;
  @Inject FakeSigner signer;
  @Inject SettledSeen settled;
  @Inject Farm farm;
  @Inject Tasks tasks;
  @Inject Clock clock;

  private Pooler pooler;
  private Farmer farmer;
  private Address lane;

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

  private void step() {
    ((SteppedClock) clock).advance(Duration.ofSeconds(20));
    transactions.poke();
    ((SteppedTasks) tasks).runAll();
  }

  private TransactionRequest trustline(Farmer farmer, @Nullable Long notAfter) {
    return new TransactionRequest(
        farmer.custodial(),
        Action.TRUSTLINE,
        farmer.id(),
        null,
        new Call.Operations(List.of(new Call.OpenTrustline(null))),
        notAfter);
  }

  private long requested(@Nullable Long notAfter) {
    long id = transactions.request(trustline(farmer, notAfter)).orElseThrow();
    ((SteppedTasks) tasks).runAll();
    return id;
  }

  private String state(long id) {
    return farm.rows("select state from transactions where id = ?", id).getFirst();
  }

  private Outcome outcome() {
    assertThat(settled.all()).hasSize(1);
    return settled.all().getFirst().outcome();
  }

  @Test
  void landsAndTellsItOnce() {
    long id = requested(null);
    assertThat(state(id)).isEqualTo("BUILT");
    assertThat(transactions.busy(lane)).isTrue();
    node.close();
    step();
    step();
    assertThat(state(id)).isEqualTo("LANDED");
    assertThat(outcome())
        .isInstanceOfSatisfying(
            Outcome.Landed.class,
            landed -> {
              assertThat(landed.ledger()).isEqualTo(node.ledger);
              assertThat(landed.closeTime()).isEqualTo(node.closeTime);
              assertThat(landed.fee()).isEqualTo(Xlm.ofStroops(100));
              assertThat(landed.block()).isNull();
            });
    assertThat(settled.all().getFirst().feePayer()).isEqualTo(lane);
    assertThat(settled.all().getFirst().request()).isEqualTo(trustline(farmer, null));
    assertThat(transactions.busy(lane)).isFalse();
    assertThat(landingTimes.recent().getLast().ledgers()).isEqualTo(1);
  }

  @Test
  void refusesTheSameDeedWhileItIsOpenWithoutSpoilingTheCallersTransaction() {
    long first = requested(null);
    OptionalLong second =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  OptionalLong refused = transactions.request(trustline(farmer, null));
                  farm.reconciled(farmer, "after a refusal", 1);
                  return refused;
                });
    assertThat(second).isEmpty();
    assertThat(transactions.open(farmer.id(), null, Action.TRUSTLINE))
        .contains(trustline(farmer, null));
    assertThat(farm.rows("select what from reconciliations where farmer_id = ?", farmer.id()))
        .containsExactly("after a refusal");
    node.close();
    step();
    assertThat(state(first)).isEqualTo("LANDED");
    assertThat(transactions.request(trustline(farmer, null))).isPresent();
  }

  @Test
  void asksNothingOfTheNetworkIfTheCallerRollsBack() {
    QuarkusTransaction.begin();
    assertThat(transactions.request(trustline(farmer, null))).isPresent();
    QuarkusTransaction.rollback();
    step();
    assertThat(node.sent).isEmpty();
    assertThat(transactions.busy(lane)).isFalse();
  }

  @Test
  void keepsOneInFlightPerLaneAndRunsLanesInParallel() {
    long first = requested(null);
    TransactionRequest next =
        new TransactionRequest(
            lane, Action.TRUSTLINE, farmer.id(), 1L, trustline(farmer, null).call(), null);
    long second = transactions.request(next).orElseThrow();
    Farmer other = farm.farmer(pooler, FarmerState.FUNDED);
    signer.hold(other.custodial());
    node.account(other.custodial(), 7);
    long elsewhere = transactions.request(trustline(other, null)).orElseThrow();
    step();
    assertThat(node.inFlight()).isEqualTo(2);
    assertThat(List.of(state(first), state(second), state(elsewhere)))
        .containsExactly("BUILT", "QUEUED", "BUILT");
    node.close();
    step();
    assertThat(List.of(state(first), state(second), state(elsewhere)))
        .containsExactly("LANDED", "BUILT", "LANDED");
    node.close();
    step();
    assertThat(state(second)).isEqualTo("LANDED");
    assertThat(node.sequence(lane)).isEqualTo(43);
  }

  @Test
  void sendsTheStoredEnvelopeAgainAfterACrashBeforeSending() {
    node.dropSends = true;
    long id = requested(null);
    assertThat(state(id)).isEqualTo("BUILT");
    node.dropSends = false;
    step();
    assertThat(node.sent.stream().distinct()).hasSize(1);
    node.close();
    step();
    assertThat(state(id)).isEqualTo("LANDED");
    assertThat(farm.rows("select hash from transaction_envelopes where transaction_id = ?", id))
        .hasSize(1);
  }

  @Test
  void findsWhatLandedWhileTheAnswerWasLost() {
    node.loseSendAnswers = true;
    long id = requested(null);
    node.loseSendAnswers = false;
    node.close();
    step();
    assertThat(state(id)).isEqualTo("LANDED");
    assertThat(node.sent).hasSize(1);
    assertThat(settled.all()).hasSize(1);
  }

  @Test
  void waitsUntilTheNodeKnowsOfTheLastSequenceNumber() {
    requested(null);
    node.close();
    step();
    node.lag = 1;
    TransactionRequest next =
        new TransactionRequest(
            lane, Action.TRUSTLINE, farmer.id(), 1L, trustline(farmer, null).call(), null);
    long second = transactions.request(next).orElseThrow();
    step();
    assertThat(state(second)).isEqualTo("QUEUED");
    assertThat(node.sent).hasSize(1);
    node.lag = 0;
    step();
    node.close();
    step();
    assertThat(state(second)).isEqualTo("LANDED");
  }

  @Test
  void buildsAnewWhenSomebodyElseUsedTheSequenceNumber() {
    node.dropSends = true;
    long id = requested(null);
    node.dropSends = false;
    node.useSequence(lane);
    step();
    assertThat(state(id)).isEqualTo("QUEUED");
    step();
    node.close();
    step();
    assertThat(state(id)).isEqualTo("LANDED");
    assertThat(node.sequence(lane)).isEqualTo(43);
  }

  @Test
  void doesNotTakeUnknownForFailed() {
    node.dropSends = true;
    long id = requested(null);
    String envelope = node.sent.getFirst();
    node.closeAfter(85);
    step();
    assertThat(state(id)).isEqualTo("BUILT");
    // one ledger later its time is over, but the node asked does not know that ledger yet
    node.closeAfter(10);
    node.lag = 1;
    step();
    assertThat(state(id)).isEqualTo("BUILT");
    assertThat(node.sent).containsOnly(envelope);
    node.lag = 0;
    node.dropSends = false;
    step();
    assertThat(state(id)).isEqualTo("QUEUED");
    step();
    node.close();
    step();
    assertThat(state(id)).isEqualTo("LANDED");
    assertThat(node.sequence(lane)).isEqualTo(42);
  }

  @Test
  void endsWhatCanLandNoMoreAsExpired() {
    node.dropSends = true;
    long id = requested(node.closeTime + 10);
    node.closeAfter(10);
    step();
    assertThat(state(id)).isEqualTo("BUILT");
    node.closeAfter(1);
    step();
    assertThat(state(id)).isEqualTo("REFUSED");
    assertThat(outcome())
        .isInstanceOfSatisfying(
            Outcome.Refused.class, refused -> assertThat(refused.cause()).isEqualTo(Cause.EXPIRED));
  }

  @Test
  void neverSendsWhatComesTooLate() {
    node.closeAfter(100);
    step();
    long id =
        transactions
            .request(
                new TransactionRequest(
                    lane,
                    Action.WORK,
                    farmer.id(),
                    5L,
                    new Call.Work(lane, org.kalepool.kale.Hash.ZERO, 1),
                    node.closeTime))
            .orElseThrow();
    node.closeAfter(1);
    step();
    assertThat(state(id)).isEqualTo("REFUSED");
    assertThat(((Outcome.Refused) outcome()).cause()).isEqualTo(Cause.BLOCK_CLOSED);
    assertThat(node.sent).isEmpty();
  }

  @Test
  void raisesTheFeeUpToTheCap() {
    for (int i = 0; i < 3; i++) {
      node.refuse(-9);
    }
    long id = requested(null);
    step();
    step();
    step();
    node.close();
    step();
    assertThat(state(id)).isEqualTo("LANDED");
    assertThat(node.sent)
        .extracting(it -> Xdr.value(RecordedCalls.inner(it).getTx().getFee()))
        .containsExactly(100L, 200L, 300L, 300L);
  }

  @Test
  void settlesWhatIsRefusedForGood() {
    node.refuse(-7);
    long id = requested(null);
    assertThat(state(id)).isEqualTo("REFUSED");
    assertThat(((Outcome.Refused) outcome()).cause()).isEqualTo(Cause.INSUFFICIENT_XLM);
    assertThat(transactions.request(trustline(farmer, null))).isPresent();
  }

  @Test
  void doesNotBelieveALaterRefusalWhileAnEarlierCopyMayBeUnderWay() {
    node.loseSendAnswers = true;
    long id = requested(null);
    node.loseSendAnswers = false;
    node.refuse(-7);
    step();
    assertThat(node.sent).hasSize(2);
    assertThat(state(id)).isEqualTo("BUILT");
    node.close();
    step();
    assertThat(state(id)).isEqualTo("LANDED");
  }

  @Test
  void rollsTheEndBackWithAnObserverThatFails() {
    long id = requested(null);
    settled.refuseNext = true;
    node.close();
    step();
    assertThat(state(id)).isEqualTo("BUILT");
    assertThat(settled.all()).isEmpty();
    step();
    assertThat(state(id)).isEqualTo("LANDED");
    assertThat(settled.all()).hasSize(1);
  }

  @Test
  void settlesOnceHoweverOftenItIsFound() {
    long id = requested(null);
    LaneRow row = store.find(id).orElseThrow();
    settlement.refuse(row, Cause.OTHER, "once");
    settlement.refuse(row, Cause.OTHER, "twice");
    assertThat(settled.all()).hasSize(1);
    assertThat(farm.rows("select detail from transactions where id = ?", id))
        .containsExactly("once");
  }

  @Test
  void judgesByTheSequenceNumberWhatTheNodeHasForgotten() {
    node.dropSends = true;
    long unused = requested(node.closeTime + 10);
    node.closeAfter(100);
    node.ledger += 200;
    node.oldestLedger = node.ledger - 100;
    step();
    assertThat(state(unused)).isEqualTo("REFUSED");
    assertThat(((Outcome.Refused) outcome()).cause()).isEqualTo(Cause.EXPIRED);

    settled.clear();
    node.oldestLedger = 1;
    node.loseSendAnswers = true;
    node.dropSends = false;
    long used = requested(null);
    node.close();
    node.closeAfter(200);
    node.oldestLedger = node.ledger;
    step();
    assertThat(state(used)).isEqualTo("REFUSED");
    assertThat(((Outcome.Refused) outcome()).cause()).isEqualTo(Cause.SEQUENCE_TAKEN);
  }

  @Test
  void waitsForANodeThatIsDown() {
    node.down = true;
    long id = requested(null);
    step();
    step();
    assertThat(state(id)).isEqualTo("QUEUED");
    node.down = false;
    step();
    node.close();
    step();
    assertThat(state(id)).isEqualTo("LANDED");
  }

  @Test
  void signsOnlyForAccountsThatThePoolHolds() {
    Farmer stranger = farm.farmer(pooler, FarmerState.FUNDED);
    node.account(stranger.custodial(), 1);
    long id = transactions.request(trustline(stranger, null)).orElseThrow();
    step();
    assertThat(state(id)).isEqualTo("REFUSED");
    assertThat(((Outcome.Refused) outcome()).cause()).isEqualTo(Cause.BAD_SIGNATURE);
  }

  @Test
  void givesUpOnlyWhatCanLandNoMore() {
    long id = requested(null);
    assertThat(operator.list())
        .extracting(OpenTransactions.Open::id, OpenTransactions.Open::state)
        .containsExactly(tuple(id, "BUILT"));
    assertThat(operator.giveUp(id, "because")).isEqualTo(OpenTransactions.GivingUp.MAY_STILL_LAND);
    Farmer other = farm.farmer(pooler, FarmerState.FUNDED);
    long queued = transactions.request(trustline(other, null)).orElseThrow();
    assertThat(operator.giveUp(queued, "because")).isEqualTo(OpenTransactions.GivingUp.DONE);
    assertThat(((Outcome.Refused) outcome()).cause()).isEqualTo(Cause.GIVEN_UP);
    assertThat(operator.giveUp(queued, "because")).isEqualTo(OpenTransactions.GivingUp.NOT_OPEN);
  }

  private long planted(long block) {
    TransactionRequest plant =
        new TransactionRequest(
            lane,
            Action.PLANT,
            farmer.id(),
            block,
            new Call.Plant(lane, Kale.parse("5")),
            node.closeTime + 400);
    long id = transactions.request(plant).orElseThrow();
    ((SteppedTasks) tasks).runAll();
    return id;
  }

  private List<Long> declaredBlocks() {
    SorobanData data = Objects.requireNonNull(Envelope.read(node.sent.getFirst()).data());
    return data.writtenBlocks();
  }

  @Test
  void plantsInTheBlockThatItsFootprintNames() {
    node.entry(Simulations.INSTANCE_KEY, Simulations.instance(node.closeTime - 100));
    node.simulate(Simulations.plantJoiningBlockZero());
    long id = planted(0);
    assertThat(declaredBlocks()).containsExactly(0L);
    node.close();
    step();
    assertThat(state(id)).isEqualTo("LANDED");
    assertThat(((Outcome.Landed) outcome()).block()).isZero();
  }

  @Test
  void declaresTheNextBlockTooWhenTheRunningOneIsAboutToEnd() {
    node.entry(Simulations.INSTANCE_KEY, Simulations.instance(node.closeTime - 290));
    node.simulate(Simulations.plantJoiningBlockZero());
    planted(0);
    assertThat(declaredBlocks()).containsExactly(0L, 1L);
    assertThat(Envelope.read(node.sent.getFirst()).data())
        .isNotNull()
        .satisfies(data -> assertThat(data.resourceFee()).isGreaterThan(6 * 33_065));
  }

  @Test
  void settlesAContractsRefusalWithoutSending() {
    node.entry(Simulations.INSTANCE_KEY, Simulations.instance(node.closeTime - 100));
    node.simulate(Simulations.refused(8));
    long id = planted(0);
    assertThat(state(id)).isEqualTo("REFUSED");
    assertThat(((Outcome.Refused) outcome()).cause()).isEqualTo(Cause.ALREADY_PLANTED);
    assertThat(node.sent).isEmpty();
  }

  @Test
  void waitsForTheBlockThatAPlantIsToOpen() {
    node.entry(Simulations.INSTANCE_KEY, Simulations.instance(node.closeTime - 100));
    node.simulate(Simulations.refused(8));
    long id = planted(1);
    assertThat(state(id)).isEqualTo("QUEUED");
    assertThat(node.sent).isEmpty();
  }

  @Test
  void doesNotBelieveARefusalOfANodeThatIsBehind() {
    node.entry(Simulations.INSTANCE_KEY, Simulations.instance(node.closeTime - 100));
    node.simulate(Simulations.refused(8).put("latestLedger", node.ledger - 1));
    long id = planted(0);
    assertThat(state(id)).isEqualTo("QUEUED");
    node.simulate(Simulations.plantJoiningBlockZero());
    step();
    assertThat(state(id)).isEqualTo("BUILT");
  }

  @Test
  void blamesThePoolForWhatCannotBeWritten() {
    Address contract = TestNetwork.settings().network().contract();
    long id =
        transactions
            .request(
                new TransactionRequest(
                    lane,
                    Action.TRUSTLINE,
                    farmer.id(),
                    null,
                    new Call.Operations(List.of(new Call.Merge(null, contract))),
                    null))
            .orElseThrow();
    step();
    assertThat(state(id)).isEqualTo("REFUSED");
    assertThat(((Outcome.Refused) outcome()).cause()).isEqualTo(Cause.MALFORMED);
  }
}

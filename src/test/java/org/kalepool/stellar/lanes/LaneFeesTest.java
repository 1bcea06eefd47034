package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.lab.step.SteppedTasks;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.NetworkTerms;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.RecordedCalls;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.chain.Terms;
import org.kalepool.stellar.xdr.Envelope;
import org.kalepool.stellar.xdr.Xdr;
import org.kalepool.testing.PostgresResource;

/** What is signed for, and bid: no more than allowed, and enough where it matters. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(LanesProfile.class)
class LaneFeesTest extends LanesFixture {
  /** Ledgers of other tests have taken minutes, so that a few of them are a long time. */
  private static final long LONG_BEFORE_ITS_END = -5_000;

  @Inject Chain chain;
  @Inject Terms terms;

  private long asked(Action action, Call call, long notAfter) {
    long id =
        transactions
            .request(new TransactionRequest(lane, action, farmer.id(), 0L, call, notAfter))
            .orElseThrow();
    ((SteppedTasks) tasks).runAll();
    return id;
  }

  private long planted(long notAfter) {
    return asked(Action.PLANT, new Call.Plant(lane, Kale.parse("5")), notAfter);
  }

  /** Inclusion fees of what was sent. */
  private List<Long> bids() {
    return node.sent.stream()
        .map(
            envelope ->
                Xdr.value(RecordedCalls.inner(envelope).getTx().getFee())
                    - Objects.requireNonNull(Envelope.read(envelope).data()).resourceFee())
        .toList();
  }

  private void runningBlock(long age) {
    node.entry(Simulations.INSTANCE_KEY, Simulations.instance(node.closeTime - age));
  }

  @Test
  void signsNoFiftyXlmForAPlantNorAsksThemOfNewcomers() {
    runningBlock(100);
    NetworkTerms before = chain.terms();
    node.simulate(Simulations.plantFor(50_0000000L));
    long id = planted(node.closeTime + 60);
    assertThat(state(id)).isEqualTo("QUEUED");
    assertThat(node.sent).isEmpty();
    assertThat(
            farm.rows("select last_answer_kind, last_answer from transactions where id = ?", id)
                .getFirst())
        .contains("TOO_DEAR", "kale.fee.max-resource");
    assertThat(chain.terms().plantFee()).isEqualTo(before.plantFee());
    node.closeAfter(61);
    step();
    assertThat(state(id)).isEqualTo("REFUSED");
    assertThat(((Outcome.Refused) outcome()).cause()).isEqualTo(Cause.FEE_TOO_LOW);
    assertThat(node.sent).isEmpty();
  }

  @Test
  void goesOnWithANodeThatAsksForAnHonestFee() {
    runningBlock(100);
    node.simulate(Simulations.plantFor(50_0000000L));
    long id = planted(node.closeTime + 200);
    node.simulate(Simulations.plantJoiningBlockZero());
    step();
    assertThat(state(id)).isEqualTo("BUILT");
  }

  @Test
  void bidsWhatTheNodeSaysWouldHaveBeenEnough() {
    runningBlock(LONG_BEFORE_ITS_END);
    for (int i = 0; i < 2; i++) {
      node.simulate(Simulations.plantFor(40_000));
    }
    node.refuse(-9, 40_000 + 40_000 / 6 + 277);
    planted(node.closeTime + 200);
    step();
    assertThat(bids()).containsExactly(100L, 277L);
  }

  @Test
  void bidsForCertainLandingWhereAWorkIsNearItsBlocksEnd() {
    runningBlock(290);
    node.simulate(Simulations.plantJoiningBlockZero());
    asked(Action.WORK, new Call.Work(lane, Hash.ZERO, 7), node.closeTime + 40);
    assertThat(bids()).containsExactly(300L);
  }

  @Test
  void bidsTheSameForAWorkNearItsBlocksEndWhereOursFillTheLedgersThemselves() {
    runningBlock(290);
    node.simulate(Simulations.plantJoiningBlockZero());
    oursFilled(node.ledger);
    asked(Action.WORK, new Call.Work(lane, Hash.ZERO, 7), node.closeTime + 40);
    assertThat(bids()).containsExactly(100L);
    assertThat(farm.rows("select bid_reason from transaction_envelopes order by id desc limit 1"))
        .singleElement()
        .asString()
        .contains("ours fill ledgers");
    ((SteppedClock) clock).advance(Duration.ofMinutes(10)); // forgotten
  }

  private void oursFilled(long ledger) {
    terms.inclusion().taken(ledger, 0.9, 100, 100);
    assertThat(terms.inclusion().passedOver(true, 1, 100, 0.1, ledger - 1, ledger + 1)).isFalse();
  }

  @Test
  void bidsNoMoreThanUsualForAWorkThatHasTime() {
    runningBlock(LONG_BEFORE_ITS_END);
    node.simulate(Simulations.plantJoiningBlockZero());
    asked(Action.WORK, new Call.Work(lane, Hash.ZERO, 7), node.closeTime + 230);
    assertThat(bids()).allMatch(bid -> bid < 300);
  }

  @Test
  void expectsOfAnAccountWhatItsEnvelopeDeclares() {
    runningBlock(LONG_BEFORE_ITS_END);
    node.simulate(Simulations.plantFor(150_000));
    planted(node.closeTime + 200);
    long declared =
        Objects.requireNonNull(Envelope.read(node.sent.getFirst()).data()).resourceFee();
    assertThat(chain.terms().plantFee().stroops()).isGreaterThanOrEqualTo(declared + 100);
  }
}

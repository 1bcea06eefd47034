package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.PostgresResource;

/** Crashes, lost answers, stale nodes: unknown is not failed, and nothing lands or ends twice. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(LanesProfile.class)
class LaneFailuresTest extends LanesFixture {
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
    LaneRow row = open.open(id).orElseThrow();
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
    node.entriesLag = 1;
    step();
    assertThat(state(unused)).as("the account's entry is older than the look").isEqualTo("BUILT");
    node.entriesLag = 0;
    step();
    assertThat(state(unused)).isEqualTo("REFUSED");
    assertThat(((Outcome.Refused) outcome()).cause()).isEqualTo(Cause.EXPIRED);

    settled.clear();
    node.oldestLedger = 1;
    somethingChanges();
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
  void doesNotTakeLandedForNeverSentOnTheWordOfANodeThatLags() {
    node.loseSendAnswers = true;
    long id = requested(null);
    node.loseSendAnswers = false;
    node.lag = 1;
    node.close();
    node.closeAfter(200);
    node.oldestLedger = node.ledger;
    node.lag = 0;
    node.entriesLag = 2;
    step();
    assertThat(state(id)).isEqualTo("BUILT");
    node.entriesLag = 0;
    step();
    assertThat(state(id)).isEqualTo("REFUSED");
    assertThat(((Outcome.Refused) outcome()).cause()).isEqualTo(Cause.SEQUENCE_TAKEN);
  }

  @Test
  void doesNotBelieveANodeThatLagsThatTheAccountIsMissing() {
    node.close();
    node.mergedAway = lane;
    node.entriesLag = 1;
    long id = requested(null);
    for (int i = 0; i < 6; i++) {
      step();
    }
    assertThat(state(id)).isEqualTo("QUEUED");
    node.mergedAway = null;
    node.entriesLag = 0;
    node.refuse(-8);
    step();
    assertThat(state(id)).isEqualTo("QUEUED");
    step();
    node.close();
    step();
    assertThat(state(id)).isEqualTo("LANDED");
  }

  @Test
  void doesNotTakeAnAccountForMergedOnOneReading() {
    node.dropSends = true;
    long id = requested(null);
    node.closeAfter(200);
    node.ledger += 200;
    node.oldestLedger = node.ledger - 100;
    node.mergedAway = lane;
    step();
    step();
    assertThat(state(id)).isEqualTo("BUILT");
    node.mergedAway = null;
    step();
    // its sequence number was never used: it is not taken for landed
    assertThat(state(id)).isEqualTo("QUEUED");
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
}

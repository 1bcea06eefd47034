package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.OddAnswers;
import org.kalepool.stellar.OpenTransactions;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.xdr.Envelope;
import org.kalepool.stellar.xdr.Xdr;
import org.kalepool.testing.PostgresResource;

/**
 * Answers newer than this pool, cut short or altered: what is in a ledger ends, what cannot be
 * known waits, and no lane is stuck once the node answers well again.
 */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(LanesProfile.class)
class LaneOddAnswersTest extends LanesFixture {
  /** 77 stroops, then a code and an arm that no protocol has. */
  private static final String NEWER =
      Xdr.base64(
          out -> {
            out.writeLong(77);
            out.writeInt(-99);
            out.writeInt(5);
            out.writeInt(0);
          });

  @Test
  void whatLandedWithAResultNewerThanThisPoolHasLanded() {
    long id = requested(null);
    looked(answer -> answer.put("resultXdr", NEWER));
    node.close();
    step();
    assertThat(state(id)).isEqualTo("LANDED");
    assertThat(outcome().fee().stroops()).isEqualTo(77);
    assertThat(farm.rows("select last_answer from transactions where id = ?", id).getFirst())
        .contains(NEWER);
  }

  @Test
  void whatFailedWithACodeNewerThanThisPoolHasFailed() {
    long id = requested(null);
    looked(answer -> answer.put("status", "FAILED").put("resultXdr", NEWER));
    node.close();
    step();
    assertThat(state(id)).isEqualTo("FAILED");
    assertThat(outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.cause()).isEqualTo(Cause.OTHER);
              assertThat(failed.detail()).contains(NEWER);
              assertThat(failed.fee().stroops()).isEqualTo(77);
            });
  }

  @Test
  void aFeeThatNoAnswerTellsIsBookedAsAllThatWasBid() {
    long id = requested(null);
    looked(answer -> answer.remove("resultXdr"));
    String envelope =
        farm.rows("select envelope from transaction_envelopes where transaction_id = ?", id)
            .getFirst();
    node.close();
    step();
    assertThat(state(id)).isEqualTo("LANDED");
    assertThat(farm.rows("select fee_charged from transactions where id = ?", id))
        .containsExactly(Long.toString(Envelope.read(envelope).fee()));
    assertThat(outcome().fee().isPositive()).isTrue();
  }

  @Test
  void aFeeCutOffOnItsWayIsAskedForAgain() {
    long id = requested(null);
    AtomicInteger answers = new AtomicInteger();
    looked(
        answer -> {
          if (answers.getAndIncrement() == 0) {
            answer.put("resultXdr", "AAAA");
          }
        });
    node.close();
    step();
    assertThat(state(id)).isEqualTo("LANDED");
    assertThat(outcome().fee().stroops()).isEqualTo(100);
  }

  @Test
  void anUnheardOfStatusIsNotTakenForNotFound() {
    long id = requested(null);
    looked(answer -> answer.put("status", "ARCHIVED"));
    node.closeAfter(5);
    node.closeAfter(500);
    step();
    step();
    assertThat(state(id)).isEqualTo("BUILT");
    assertThatThrownBy(() -> operator.giveUp(id, "stuck")).isInstanceOf(RpcException.class);
    node.damage = (method, answer) -> answer;
    operator.retry(id);
    step();
    assertThat(state(id)).isEqualTo("LANDED");
    assertThat(node.sequence(lane)).isEqualTo(42);
  }

  @Test
  void anAnswerAboutAnotherTransactionCountsForNothing() {
    long id = requested(null);
    looked(answer -> answer.put("txHash", "ab".repeat(32)));
    node.close();
    step();
    assertThat(state(id)).isEqualTo("BUILT");
    node.damage = (method, answer) -> answer;
    step();
    assertThat(state(id)).isEqualTo("LANDED");
  }

  @Test
  void aRefusalWithAnUnknownCodeIsNoEnd() {
    node.refuse(-99);
    long id = requested(null);
    assertThat(state(id)).isEqualTo("BUILT");
    step();
    node.close();
    step();
    assertThat(state(id)).isEqualTo("LANDED");
  }

  @Test
  void entriesCutFromAnAnswerAreNotGone() {
    node.damage =
        (method, answer) -> {
          if (method.equals("getLedgerEntries")) {
            ((ObjectNode) answer).remove("entries");
          }
          return answer;
        };
    long id = requested(null);
    for (int i = 0; i < 10; i++) {
      step();
    }
    assertThat(state(id)).isEqualTo("QUEUED");
    node.damage = (method, answer) -> answer;
    step();
    node.close();
    step();
    assertThat(state(id)).isEqualTo("LANDED");
  }

  @Test
  void anEntryWhoseKeyWasCutIsNotGone() {
    node.damage =
        (method, answer) -> {
          for (JsonNode entry : answer.path("entries")) {
            String key = entry.path("key").asText();
            ((ObjectNode) entry).put("key", key.substring(0, key.length() / 2));
          }
          return answer;
        };
    assertThatThrownBy(() -> chain.holdings(List.of(lane)))
        .isInstanceOf(RpcException.class)
        .hasMessageContaining("not asked for");
    node.damage = (method, answer) -> answer;
    assertThat(chain.holdings(List.of(lane))).containsKey(lane);
  }

  @Test
  void anOperatorGivesUpWhatOddAnswersHeldUp() {
    node.dropSends = true;
    long id = requested(null);
    node.closeAfter(5_000);
    node.damage = (method, answer) -> answer.deepCopy().path("nothing");
    step();
    assertThat(state(id)).isEqualTo("BUILT");
    assertThatThrownBy(() -> operator.giveUp(id, "stuck")).isInstanceOf(RpcException.class);
    node.damage = (method, answer) -> answer;
    ((SteppedClock) clock).advance(Duration.ofSeconds(20));
    assertThat(operator.giveUp(id, "stuck")).isEqualTo(OpenTransactions.GivingUp.DONE);
    assertThat(state(id)).isEqualTo("REFUSED");
  }

  @Test
  void noLaneIsStuckWhateverTheNodeHasAnswered() {
    for (int seed = 0; seed < 40; seed++) {
      freshFarmerOnAFreshNode();
      SplittableRandom random = new SplittableRandom(seed);
      OddAnswers odd = new OddAnswers(random);
      // ledger numbers and times that are made up are believed: whoever can make them up can lie
      node.damage =
          (method, answer) ->
              random.nextInt(2) == 0 || method.equals("getHealth") ? answer : kept(answer, odd);
      long id = requested(null);
      for (int i = 0; i < 4; i++) {
        node.close();
        step();
      }
      node.damage = (method, answer) -> answer;
      for (int i = 0; i < 30 && open(id); i++) {
        node.close();
        step();
      }
      assertThat(open(id)).as("seed " + seed + " " + state(id)).isFalse();
      assertThat(settled.all()).as("seed " + seed).hasSize(1);
      boolean used = node.sequence(lane) > 41;
      assertThat(outcome() instanceof Outcome.Refused).as("seed " + seed).isEqualTo(!used);
    }
  }

  private boolean open(long id) {
    return state(id).equals("QUEUED") || state(id).equals("BUILT");
  }

  private static JsonNode kept(JsonNode answer, OddAnswers odd) {
    JsonNode altered = odd.alter(answer);
    if (altered instanceof ObjectNode object) {
      for (String field :
          new String[] {
            "latestLedger",
            "latestLedgerCloseTime",
            "sequence",
            "closeTime",
            "oldestLedger",
            "ledger",
            "createdAt"
          }) {
        if (object.has(field)) {
          object.set(field, answer.path(field));
        }
      }
    }
    return altered;
  }

  private void looked(Consumer<ObjectNode> change) {
    node.damage =
        (method, answer) -> {
          if (method.equals("getTransaction")
              && !answer.path("status").asText().equals("NOT_FOUND")) {
            change.accept((ObjectNode) answer);
          }
          return answer;
        };
  }
}

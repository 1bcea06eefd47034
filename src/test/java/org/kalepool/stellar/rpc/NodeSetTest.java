package org.kalepool.stellar.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.RpcErrorException;
import org.kalepool.stellar.RpcException;

/** Several nodes, of which one is asked at a time. */
final class NodeSetTest {
  private final SteppedClock clock = new SteppedClock(Instant.ofEpochSecond(1795410860));
  private final NetworkWatch status = TestNetwork.status(clock);
  private final Node first = new Node("first");
  private final Node second = new Node("second");
  private final StellarRpc rpc = TestNetwork.rpc(new Both(), status);

  /** A node at a ledger of its own. */
  private class Node implements RpcTransport {
    private final String name;
    private final List<String> called = new ArrayList<>();
    private final ObjectMapper json = new ObjectMapper();
    private long ledger = 100;
    private String passphrase = TestNetwork.PASSPHRASE;
    private @Nullable RpcException failure;
    private Runnable whileAnswering = () -> {};

    Node(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public JsonNode call(String method, @Nullable ObjectNode params) {
      called.add(method);
      if (failure != null) {
        throw failure;
      }
      Runnable before = whileAnswering;
      whileAnswering = () -> {};
      before.run();
      ObjectNode answer = json.createObjectNode().put("latestLedger", ledger);
      answer.putArray("entries");
      return switch (method) {
        case "getNetwork" -> answer.put("passphrase", passphrase);
        case "sendTransaction" -> answer.put("status", "PENDING");
        default -> answer.put("latestLedgerCloseTime", 1795410000 + 5 * ledger);
      };
    }

    void fail(NodeTrouble trouble) {
      failure = new NodeFailedException(trouble, name + " is " + trouble.code());
    }
  }

  private final class Both implements RpcTransport {
    @Override
    public JsonNode call(String method, @Nullable ObjectNode params) {
      throw new AssertionError("the nodes are asked one by one");
    }

    @Override
    public List<RpcTransport> nodes() {
      return List.of(first, second);
    }
  }

  @BeforeEach
  void theFirstIsAsked() {
    assertThat(read()).isEqualTo(100);
    assertThat(status.view().node()).isEqualTo("first");
    assertThat(second.called).isEmpty();
  }

  private long read() {
    return rpc.getLedgerEntries(List.of("AAAA")).latestLedger();
  }

  @Test
  void aReadThatADeadNodeFailsGoesOnAtAnother() {
    first.fail(NodeTrouble.UNREACHABLE);
    assertThat(read()).isEqualTo(100);
    assertThat(second.called).containsExactly("getNetwork", "getHealth", "getLedgerEntries");
    assertThat(status.view().node()).isEqualTo("second");
    assertThat(status.view().ready()).isTrue();
    assertThat(status.view().others()).containsEntry("first", "unreachable: first is unreachable");
  }

  @Test
  void noNodeTakesOverThatIsBehindWhatWasSeen() {
    first.ledger = 103;
    assertThat(read()).isEqualTo(103);
    first.fail(NodeTrouble.UNREACHABLE);
    second.ledger = 102;
    for (int i = 0; i < 4; i++) {
      assertThatThrownBy(this::read).isInstanceOf(RpcException.class);
    }
    assertThat(second.called).doesNotContain("getLedgerEntries");
    assertThat(status.view().ledger()).isEqualTo(103);
    assertThat(status.view().others().get("second"))
        .isEqualTo("lagging: it is at ledger 102, 103 was seen");
    second.ledger = 103;
    assertThat(read()).isEqualTo(103);
    assertThat(status.view().node()).isEqualTo("second");
  }

  @Test
  void anAnswerThatComesAfterAnotherNodeTookOverDoesNotCount() {
    // while the first thinks, the pool goes over to the second, which is behind its late answer
    first.whileAnswering =
        () -> {
          RpcException why = new NodeFailedException(NodeTrouble.UNREACHABLE, "gone");
          first.failure = why;
          assertThat(read()).as("another task, meanwhile").isEqualTo(101);
          first.failure = null;
        };
    first.ledger = 105;
    second.ledger = 101;
    assertThat(read()).isEqualTo(101);
    assertThat(status.view().ledger()).isEqualTo(101);
  }

  @Test
  void aSlowNodeIsNotADeadOne() {
    first.fail(NodeTrouble.SLOW);
    assertThatThrownBy(this::read).hasMessage("first is slow");
    assertThatThrownBy(this::read).hasMessage("first is slow");
    assertThat(second.called).isEmpty();
    first.failure = null;
    assertThat(read()).isEqualTo(100);
    first.fail(NodeTrouble.SLOW);
    assertThatThrownBy(this::read).hasMessage("first is slow");
    assertThatThrownBy(this::read).hasMessage("first is slow");
    assertThat(read()).isEqualTo(100);
    assertThat(status.view().node()).isEqualTo("second");
  }

  @Test
  void aNodeThatStandsStillIsLeftForOneThatIsAhead() {
    clock.advance(Duration.ofSeconds(31));
    assertThat(read()).isEqualTo(100);
    assertThat(status.view().node()).as("both stand still").isEqualTo("first");
    clock.advance(Duration.ofSeconds(11));
    second.ledger = 101;
    assertThat(read()).isEqualTo(101);
    assertThat(status.view().node()).isEqualTo("second");
  }

  @Test
  void aNodeThatAnswersFromFarBehindIsLeft() {
    first.ledger = 90;
    assertThat(read()).isEqualTo(100);
    assertThat(status.view().node()).isEqualTo("second");
  }

  @Test
  void thePreferredNodeTakesOverAgainWhenItDoesWell() {
    first.fail(NodeTrouble.UNREACHABLE);
    read();
    first.failure = null;
    clock.advance(Duration.ofMinutes(4));
    second.ledger = 150;
    assertThat(read()).isEqualTo(150);
    assertThat(status.view().node()).isEqualTo("second");
    clock.advance(Duration.ofMinutes(2));
    first.ledger = 160;
    second.ledger = 160;
    assertThat(read()).isEqualTo(160);
    assertThat(status.view().node()).isEqualTo("first");
  }

  @Test
  void aNodeOfAnotherNetworkNeverTakesOver() {
    second.passphrase = "Some other one";
    first.fail(NodeTrouble.UNREACHABLE);
    assertThatThrownBy(this::read).hasMessage("first is unreachable");
    assertThat(second.called).containsExactly("getNetwork");
    assertThat(status.view().others().get("second")).contains("wrong network");
  }

  @Test
  void aSendGoesToANodeThatIsBehindWhileNoneCanBeReadAndIsNotRepeated() {
    first.fail(NodeTrouble.RATE_LIMITED);
    second.ledger = 98;
    assertThatThrownBy(() -> rpc.sendTransaction("AAAA")).hasMessage("first is rate_limited");
    assertThat(second.called).isEmpty();
    assertThat(rpc.sendTransaction("AAAA").status()).isEqualTo("PENDING");
    assertThat(second.called).contains("sendTransaction");
    assertThat(status.view().ledger()).isEqualTo(100);
  }

  @Test
  void aRateLimitIsNamedAndKept() {
    StellarRpc alone = TestNetwork.rpc(first, status);
    alone.tip();
    first.failure =
        new NodeFailedException(
            NodeTrouble.RATE_LIMITED, "too many requests", Duration.ofSeconds(40), null);
    assertThatThrownBy(alone::tip).hasMessage("too many requests");
    assertThat(status.view().reachable()).isFalse();
    assertThat(status.view().ready()).isFalse();
    assertThat(status.view().trouble()).isEqualTo("rate_limited");
    first.called.clear();
    clock.advance(Duration.ofSeconds(39));
    assertThatThrownBy(alone::tip).hasMessageContaining("waiting before the next try: too many");
    assertThat(first.called).isEmpty();
    first.failure = null;
    clock.advance(Duration.ofSeconds(2));
    first.ledger = 108;
    assertThat(alone.tip().sequence()).isEqualTo(108);
    assertThat(status.view().trouble()).isNull();
  }

  @Test
  void errorsOfTheNodesOwnMakeItWait() {
    StellarRpc alone = TestNetwork.rpc(first, status);
    first.failure = new RpcErrorException(-32603, "the database is locked");
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> alone.getTransaction("00")).hasMessageContaining("locked");
    }
    assertThat(status.view().reachable()).isFalse();
    assertThat(status.view().trouble()).isEqualTo("failing");
    assertThatThrownBy(() -> alone.getTransaction("00")).hasMessageContaining("waiting before");
  }

  @Test
  void theTipComesFromAnyTransactionWhereHealthDoesNotTellIt() {
    Node node =
        new Node("old") {
          @Override
          public JsonNode call(String method, @Nullable ObjectNode params) {
            if (method.equals("getHealth")) {
              throw new RpcErrorException(-32603, "latency since last known ledger is too high");
            }
            return super.call(method, params);
          }
        };
    StellarRpc alone = TestNetwork.rpc(node, status);
    for (int i = 0; i < 5; i++) {
      assertThat(alone.tip()).isEqualTo(new Chain.LedgerTip(100, 1795410500));
    }
    assertThat(node.called).doesNotContain("getLatestLedger");
  }
}

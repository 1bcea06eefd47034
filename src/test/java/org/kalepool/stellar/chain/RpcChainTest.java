package org.kalepool.stellar.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.settings.SettingsOf;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.FarmerOnChain;
import org.kalepool.stellar.FeeSettings;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.NetworkTerms;
import org.kalepool.stellar.RecordedLines;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.rpc.NetworkWatch;
import org.kalepool.stellar.rpc.RpcTransport;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.rpc.TestNetwork;

/** Reads the chain out of answers of a real node. */
final class RpcChainTest {
  private static final Address FIRST =
      Address.of("GCL2XJJQBS2UZA2LAVWQD54OWKH77FOXIBXZRP7UVOMQ4YVVWGBK4WDW");
  private static final Address SPONSORED =
      Address.of("GDCM3C4A24W222HTNI733BBKGKDSG3TPZPWXDKUCOUVAMZOJ4HUWNHK4");

  private final SteppedClock clock = new SteppedClock(Instant.ofEpochSecond(1795410860));
  private final NetworkWatch status = TestNetwork.status(clock);

  /** Answers getLedgerEntries from entries, and the rest with one recorded answer a method. */
  private static final class StoredAnswers implements RpcTransport {
    private final Map<String, JsonNode> entries = new HashMap<>();
    private final Map<String, JsonNode> answers = new HashMap<>();
    private final List<String> called = new ArrayList<>();
    private final ObjectMapper json = new ObjectMapper();
    private long ledger = 196;
    private @Nullable RpcException failure;

    @Override
    public JsonNode call(String method, @Nullable ObjectNode params) {
      called.add(method);
      if (failure != null) {
        throw failure;
      }
      if (!method.equals("getLedgerEntries") || params == null) {
        return Objects.requireNonNull(answers.get(method), method);
      }
      ObjectNode result = json.createObjectNode();
      ArrayNode found = result.putArray("entries");
      for (JsonNode key : params.path("keys")) {
        JsonNode entry = entries.get(key.asText());
        if (entry != null) {
          found.add(entry);
        }
      }
      return result.put("latestLedger", ledger);
    }
  }

  private final StoredAnswers node = recorded();
  private final StellarRpc rpc = TestNetwork.rpc(node, status);
  private final Terms terms = new Terms(rpc, clock, SettingsOf.mapping(FeeSettings.class));
  private final RpcChain chain = new RpcChain(rpc, TestNetwork.settings(), terms);

  private static StoredAnswers recorded() {
    StoredAnswers node = new StoredAnswers();
    for (JsonNode line : RecordedLines.read("rpc.jsonl").subList(0, 153)) {
      JsonNode result = line.path("answer").path("result");
      String method = line.path("request").path("method").asText();
      node.answers.putIfAbsent(method, result);
      if (method.equals("getLedgerEntries")) {
        result.path("entries").forEach(e -> node.entries.put(e.path("key").asText(), e));
      }
    }
    return node;
  }

  @Test
  void readsTheRunningGame() {
    Chain.FarmView view = chain.farm();
    assertThat(view.ledger()).isEqualTo(196);
    assertThat(view.farm().index()).isEqualTo(0);
    assertThat(view.farm().asset()).isEqualTo(TestNetwork.settings().network().assetContract());
    assertThat(view.farm().paused()).isFalse();
  }

  @Test
  void readsABlockUntilItExpires() {
    assertThat(chain.block(0).orElseThrow().liveUntil()).isEqualTo(911);
    node.ledger = 911;
    assertThat(chain.block(0)).isPresent();
    node.ledger = 912;
    assertThat(chain.block(0)).isEmpty();
    assertThat(chain.block(4)).isEmpty();
  }

  @Test
  void readsAFarmersPositionInOneCall() {
    chain.tip();
    node.called.clear();
    FarmerOnChain farmer = chain.farmer(FIRST, List.of(0L, 1L, 2L));
    assertThat(node.called).containsExactly("getLedgerEntries");
    assertThat(farmer.ledger()).isEqualTo(196);
    assertThat(farmer.pails()).containsOnlyKeys(0L);
    assertThat(farmer.pails().values()).extracting(Pail::sequence).containsExactly(192L);
    Holdings holdings = Objects.requireNonNull(farmer.holdings());
    assertThat(holdings.kaleLimit()).isEqualTo(Kale.ofStroops(Long.MAX_VALUE));
    // one trustline: three reserves of half an XLM stay
    assertThat(holdings.spendable()).isEqualTo(holdings.xlm().minus(Xlm.parse("1.5")));
  }

  @Test
  void leavesOutAccountsThatDoNotExist() {
    Address nobody = Address.account(new byte[32]);
    assertThat(chain.holdings(List.of(FIRST, nobody))).containsOnlyKeys(FIRST);
    assertThat(chain.farmer(nobody, List.of(0L)).holdings()).isNull();
  }

  @Test
  void countsSponsoredReservesAsFree() {
    Holdings holdings = Objects.requireNonNull(chain.holdings(List.of(SPONSORED)).get(SPONSORED));
    assertThat(holdings.xlm()).isEqualTo(Xlm.ZERO);
    assertThat(holdings.kale()).isEqualTo(Kale.ZERO);
    assertThat(holdings.spendable()).isEqualTo(Xlm.ZERO);
  }

  @Test
  void readsTheNetworksTerms() {
    NetworkTerms read = chain.terms();
    assertThat(read.baseReserve()).isEqualTo(Xlm.parse("0.5"));
    assertThat(read.minTemporaryTtl()).isEqualTo(720);
    assertThat(read.plantFee().stroops()).isEqualTo(200_100);
    assertThat(chain.tip()).isEqualTo(new Chain.LedgerTip(191, 1795410646));
  }

  @Test
  void reckonsThatWhatIsSentLaterDoesNotPayASurgeUntilThatHasLasted() {
    for (int looks = 0; looks < 5; looks++) {
      charged(100);
    }
    NetworkTerms calm = chain.terms();
    assertThat(calm.surge()).isEqualTo(Xlm.ZERO);
    charged(50_000);
    NetworkTerms surge = chain.terms();
    assertThat(surge.plantFee().minus(calm.plantFee())).isEqualTo(Xlm.ofStroops(49_900));
    assertThat(surge.surge()).isEqualTo(Xlm.ofStroops(49_900));
    assertThat(surge.laterWorkFee()).isEqualTo(calm.workFee());
    assertThat(surge.laterHarvestFee()).isEqualTo(calm.harvestFee());
    for (int looks = 0; looks < 8; looks++) {
      charged(50_000);
    }
    assertThat(chain.terms().laterWorkFee()).isEqualTo(surge.workFee());
  }

  /** What the ledgers that are looked at next charged for an operation. */
  private void charged(long stroops) {
    clock.advance(Duration.ofSeconds(20));
    ObjectNode fees = new ObjectMapper().createObjectNode();
    for (String field : List.of("max", "min", "mode", "p50", "p90", "p95", "p99")) {
      fees.put(field, stroops);
    }
    ObjectNode stats = new ObjectMapper().createObjectNode();
    stats.set("sorobanInclusionFee", fees);
    stats.set("inclusionFee", fees);
    node.answers.put("getFeeStats", stats.put("latestLedger", 191));
    chain.terms();
  }

  @Test
  void refusesANodeOfAnotherNetwork() {
    node.answers.put(
        "getNetwork", new ObjectMapper().createObjectNode().put("passphrase", "Some other one"));
    assertThatThrownBy(chain::farm)
        .isInstanceOf(RpcException.class)
        .hasMessageContaining("wrong network: the node serves \"Some other one\"");
    assertThat(status.view().wrongNetwork()).isEqualTo("Some other one");
    assertThat(status.view().ready()).isFalse();
  }

  @Test
  void backsOffFromADeadNodeAndComesBack() {
    assertThat(chain.farm()).isNotNull();
    assertThat(status.view().ready()).isTrue();
    node.failure = new RpcException("connection refused");
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(chain::farm).hasMessage("connection refused");
    }
    assertThat(status.view().reachable()).isFalse();
    node.called.clear();
    assertThatThrownBy(chain::farm).hasMessageContaining("waiting before the next try");
    assertThat(node.called).isEmpty();
    node.failure = null;
    clock.advance(Duration.ofSeconds(1));
    assertThat(chain.farm().farm().index()).isEqualTo(0);
    assertThat(node.called).containsExactly("getNetwork", "getLedgerEntries");
  }

  @Test
  void seesANodeThatFallsBehindOrStandsStill() {
    chain.farm();
    node.ledger = 150;
    chain.farm();
    assertThat(status.view().lagging()).isTrue();
    assertThat(status.view().ledger()).isEqualTo(196);
    assertThat(status.view().lastError()).contains("ledger 150, but 196 was seen already");
    assertThat(status.view().trouble()).isEqualTo("lagging");
    node.ledger = 196;
    chain.farm();
    assertThat(status.view().lagging()).isFalse();
    clock.advance(Duration.ofSeconds(31));
    assertThat(status.view().lagging()).isTrue();
  }

  @Test
  void oneDamagedAnswerDoesNotMakeAllLaterOnesLookOld() {
    chain.farm();
    node.ledger = 9_196;
    chain.farm();
    node.ledger = 197;
    chain.farm();
    assertThat(status.view().ledger()).isEqualTo(197);
    assertThat(status.view().lagging()).isFalse();
    node.ledger = 9_196;
    chain.farm();
    node.ledger = 9_197;
    chain.farm();
    assertThat(status.view().ledger()).as("told twice").isEqualTo(9_197);
  }
}

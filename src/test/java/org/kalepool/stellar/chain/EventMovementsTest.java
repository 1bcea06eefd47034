package org.kalepool.stellar.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.stellar.Mints;
import org.kalepool.stellar.Movements;
import org.kalepool.stellar.RecordedLines;
import org.kalepool.stellar.RpcErrorException;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.Transfers;
import org.kalepool.stellar.rpc.NetworkWatch;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.rpc.TestNetwork;
import org.kalepool.stellar.xdr.ScVals;
import org.kalepool.stellar.xdr.Xdr;
import org.stellar.sdk.xdr.SCVal;

/** What an account moved, read from recorded answers that are altered or late. */
class EventMovementsTest {
  /** Whose burn is the first of the recorded events, in ledger 192. */
  private static final Address FARMER =
      Address.of("GCL2XJJQBS2UZA2LAVWQD54OWKH77FOXIBXZRP7UVOMQ4YVVWGBK4WDW");

  private static final Address STRANGER = Address.contract(new byte[32]);

  private final Map<String, JsonNode> answers = new HashMap<>();
  private Movements movements;
  private Mints mints;
  private Transfers transfers;

  @BeforeEach
  void tellsOfABurn() throws Exception {
    for (JsonNode line : RecordedLines.read("rpc.jsonl")) {
      JsonNode result = line.path("answer").path("result");
      if (line.path("name").asText().equals("getEvents: of the asset contract")) {
        ObjectNode events = result.deepCopy();
        events.withArray("events").removeIf(event -> event.path("ledger").asLong() != 192);
        answers.put("getEvents", events);
      }
    }
    answer("getHealth", "{'status':'healthy','latestLedger':500,'oldestLedger':10}");
    NetworkWatch status = TestNetwork.status(new SteppedClock(Instant.ofEpochSecond(1795410860)));
    StellarRpc rpc = TestNetwork.rpc(this::answered, status);
    status.current().serves(TestNetwork.PASSPHRASE, TestNetwork.PASSPHRASE);
    EventPages pages = new EventPages(rpc, TestNetwork.settings());
    movements = new EventMovements(pages, new DeclaredPails(rpc), rpc);
    transfers = new EventTransfers(pages, movements, rpc);
    mints = new EventMints(pages, new DeclaredPails(rpc));
  }

  private JsonNode answered(String method, @Nullable ObjectNode params) {
    JsonNode answer = answers.get(method);
    boolean before =
        method.equals("getEvents") && params != null && params.path("startLedger").asLong() < 10;
    if (answer == null || before) {
      throw new RpcErrorException(-32603, method + ": internal error");
    }
    return answer;
  }

  private void answer(String method, String json) throws Exception {
    answers.put(method, new ObjectMapper().readTree(json.replace('\'', '"')));
  }

  @Test
  void aNodeThatLagsBehindTheOneThatToldOfAStakeDoesNotHideWhereItWent() throws Exception {
    answer("getTransaction", "{'status':'NOT_FOUND','latestLedger':191,'oldestLedger':10}");
    assertThatThrownBy(() -> movements.moved(FARMER, 100, 192))
        .isInstanceOf(RpcException.class)
        .hasMessageContaining("in ledger 192, NOT_FOUND as of ledger 191");
  }

  @Test
  void anAnswerWithoutItsEnvelopeDoesNotHideWhereAStakeWent() throws Exception {
    answer("getTransaction", "{'status':'SUCCESS','latestLedger':500,'oldestLedger':10}");
    assertThatThrownBy(() -> movements.moved(FARMER, 100, 192))
        .isInstanceOf(RpcException.class)
        .hasMessageContaining("in ledger 192, SUCCESS as of ledger 500");
  }

  @Test
  void whatTheNodeHasForgottenIsToldWithoutItsPails() throws Exception {
    answer("getTransaction", "{'status':'NOT_FOUND','latestLedger':500,'oldestLedger':400}");
    assertThat(movements.moved(FARMER, 100, 192).orElseThrow())
        .singleElement()
        .satisfies(burn -> assertThat(burn.blocks()).isEmpty());
  }

  @Test
  void aMintThatTheNodeHasForgottenMayBeOfAnyPail() throws Exception {
    Mints.Mint mint = new Mints.Mint(Hash.ZERO, 192);
    answer("getTransaction", "{'status':'NOT_FOUND','latestLedger':500,'oldestLedger':400}");
    assertThat(mints.pails(mint, FARMER)).isEmpty();
    answer("getTransaction", "{'status':'NOT_FOUND','latestLedger':191,'oldestLedger':10}");
    assertThatThrownBy(() -> mints.pails(mint, FARMER)).isInstanceOf(RpcException.class);
  }

  @Test
  void anErrorOfTheNodeDoesNotPassForAShortMemory() {
    answers.remove("getEvents");
    assertThatThrownBy(() -> movements.moved(FARMER, 100, 192))
        .isInstanceOf(RpcErrorException.class);
  }

  @Test
  void aNodeThatRemembersAllOfAnAccountsLifeIsNotAskedForMore() throws Exception {
    answer("getHealth", "{'latestLedger':500,'oldestLedger':10,'oldestLedgerCloseTime':1000}");
    assertThat(movements.reach(5, Instant.ofEpochSecond(1000))).isEqualTo(10);
    assertThat(movements.reach(5, Instant.ofEpochSecond(999))).isEqualTo(5);
    assertThat(movements.reach(50, Instant.ofEpochSecond(1000))).isEqualTo(50);
    answer("getHealth", "{'latestLedger':500,'oldestLedger':10}");
    assertThat(movements.reach(5, Instant.ofEpochSecond(1000))).isEqualTo(5);
  }

  @Test
  void eventsOfANodeThatLagsDoNotPassForAll() {
    long told = Objects.requireNonNull(answers.get("getEvents")).path("latestLedger").asLong();
    assertThatThrownBy(() -> movements.moved(FARMER, 100, told + 1))
        .isInstanceOf(RpcException.class)
        .hasMessageContaining("up to ledger " + told);
    assertThatThrownBy(() -> mints.minted(FARMER, 100, told + 1)).isInstanceOf(RpcException.class);
  }

  @Test
  void whatMovedAfterTheReadingIsLeftOut() {
    assertThat(movements.moved(FARMER, 100, 191)).contains(List.of());
  }

  @Test
  void whatLiesBeforeTheNodesMemoryIsNotTold() {
    answers.remove("getEvents");
    assertThat(movements.moved(FARMER, 9, 192)).isEmpty();
  }

  @Test
  void tellsWhoHasPaidWhomInTheOrderOfTheNetwork() {
    answers.put("getEvents", transfersAlone());
    Address payer = payers().getFirst();
    List<Transfers.Transfer> all = told(payer);
    assertThat(all)
        .isNotEmpty()
        .isSortedAccordingTo(Comparator.comparingLong(Transfers.Transfer::ledger))
        .allSatisfy(
            paid -> {
              assertThat(paid.from()).isEqualTo(payer);
              assertThat(paid.into(payer)).isFalse();
              assertThat(paid.amount().isPositive()).isTrue();
            });
    Transfers.Transfer first =
        all.stream().filter(paid -> paid.to() != null).findFirst().orElseThrow();
    Address receiver = Objects.requireNonNull(first.to());
    assertThat(told(receiver))
        .filteredOn(paid -> paid.transaction().equals(first.transaction()))
        .singleElement()
        .satisfies(
            paid -> {
              assertThat(paid.into(receiver)).isTrue();
              assertThat(paid.amount()).isEqualTo(first.amount());
            });
    assertThat(told(STRANGER)).isEmpty();
  }

  @Test
  void aPaymentReadTwiceIsToldOnce() {
    ObjectNode events = transfersAlone();
    events.withArray("events").addAll((ArrayNode) transfersAlone().withArray("events"));
    answers.put("getEvents", transfersAlone());
    Address payer = payers().getFirst();
    List<Transfers.Transfer> once = told(payer);
    answers.put("getEvents", events);
    assertThat(told(payer)).isEqualTo(once);
  }

  @Test
  void aPaymentOfAnotherKindOfAddressIsToldWithoutIt() {
    ObjectNode events = transfersAlone();
    ArrayNode topic = (ArrayNode) events.path("events").path(0).path("topic");
    Address payer = payers().getFirst();
    byte[] balance = new byte[8 + 33];
    balance[3] = 18;
    balance[7] = 3;
    topic.set(2, Base64.getEncoder().encodeToString(balance));
    answers.put("getEvents", events);
    assertThat(told(payer).getFirst().to()).isNull();
  }

  @Test
  void paymentsBeforeTheNodesMemoryAreNotToldAndThoseOfALaggingOneAreNotTakenForAll() {
    answers.put("getEvents", transfersAlone());
    assertThatThrownBy(() -> transfers.remembered(List.of(FARMER), 100, 1_000_000))
        .isInstanceOf(RpcException.class);
    assertThat(transfers.remembered(List.of(FARMER), 9, 192).since())
        .as("the first ledger of its memory")
        .isEqualTo(10);
    assertThat(transfers.remembered(List.of(FARMER), 5, 8).since()).as("none").isEqualTo(9);
  }

  private List<Transfers.Transfer> told(Address party) {
    return transfers.remembered(List.of(party), 100, 214).of(party, 99);
  }

  private ObjectNode transfersAlone() {
    for (JsonNode line : RecordedLines.read("rpc.jsonl")) {
      if (line.path("name").asText().equals("getEvents: of the asset contract")) {
        ObjectNode events = line.path("answer").path("result").deepCopy();
        events.withArray("events").removeIf(event -> event.path("topic").size() != 4);
        return events;
      }
    }
    throw new IllegalStateException("nothing recorded");
  }

  private List<Address> payers() {
    List<Address> payers = new ArrayList<>();
    transfersAlone()
        .path("events")
        .forEach(
            event ->
                payers.add(
                    ScVals.address(
                        Xdr.read("a topic", event.path("topic").path(1).asText(), SCVal::decode))));
    return payers;
  }
}

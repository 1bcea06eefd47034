package org.kalepool.stellar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Xlm;
import org.kalepool.schedule.SteppedClock;

/**
 * Every answer of a real node goes through the client, which must take it for what the recording
 * says it is.
 */
final class ConversationsTest {
  /** What a refusal means, by the beginning of the recording's name. The longest one counts. */
  private static final Map<String, Cause> REFUSED = new LinkedHashMap<>();

  static {
    REFUSED.put("simulateTransaction: not XDR", Cause.MALFORMED);
    REFUSED.put("sendTransaction: not XDR", Cause.MALFORMED);
    REFUSED.put("plant: twice", Cause.ALREADY_PLANTED);
    REFUSED.put("plant: more than the balance", Cause.BALANCE_TOO_LOW);
    REFUSED.put("plant: negative", Cause.AMOUNT_NEGATIVE);
    REFUSED.put("plant: no trustline", Cause.NO_TRUSTLINE);
    REFUSED.put("work: wrong hash", Cause.HASH_INVALID);
    REFUSED.put("work: same again", Cause.ZEROS_TOO_LOW);
    REFUSED.put("work: never planted", Cause.PAIL_MISSING);
    REFUSED.put("work: the block has moved on", Cause.PAIL_MISSING);
    REFUSED.put("two works: second fails in the ledger", Cause.ZEROS_TOO_LOW);
    REFUSED.put("harvest: too early", Cause.HARVEST_NOT_READY);
    REFUSED.put("harvest: no such block", Cause.BLOCK_MISSING);
    REFUSED.put("harvest: twice", Cause.PAIL_MISSING);
    REFUSED.put("harvest: never worked", Cause.NEVER_WORKED);
    REFUSED.put("plant simulated before the boundary, sent after", Cause.FOOTPRINT_CHANGED);
    REFUSED.put("send: unsigned", Cause.BAD_SIGNATURE);
    REFUSED.put("send: wrong network", Cause.BAD_SIGNATURE);
    REFUSED.put("send: too late", Cause.EXPIRED);
    REFUSED.put("send: no account", Cause.ACCOUNT_MISSING);
    REFUSED.put("send: more than the balance", Cause.BALANCE_TOO_LOW);
    REFUSED.put("payment: no trustline", Cause.NO_TRUSTLINE);
    REFUSED.put("trustline: cannot go", Cause.OTHER);
  }

  private final SteppedClock clock = new SteppedClock(Instant.ofEpochSecond(1795410860));
  private final NetworkStatus status = TestNetwork.status(clock);
  private final Classifier classifier =
      new Classifier(
          TestNetwork.settings().network(),
          new Classifier.Stored() {
            @Override
            public Pail pail(Address farmer, long index) {
              return new Pail(200, null, BigInteger.TEN, null);
            }

            @Override
            public @Nullable Block block(long index) {
              return null;
            }
          });

  @TestFactory
  Stream<DynamicTest> everyAnswerIsTakenForWhatItIs() {
    status.serves(TestNetwork.PASSPHRASE, TestNetwork.PASSPHRASE);
    List<JsonNode> lines = RecordedLines.read("rpc.jsonl");
    return Stream.iterate(0, i -> i < lines.size(), i -> i + 1)
        .map(
            i ->
                DynamicTest.dynamicTest(
                    "line " + (i + 1) + " " + lines.get(i).path("name").asText(),
                    () -> check(lines.get(i))));
  }

  private void check(JsonNode line) {
    String name = line.path("name").asText();
    JsonNode params = line.path("request").path("params");
    StellarRpc rpc =
        TestNetwork.rpc((method, ignored) -> RpcAnswer.result(method, line.path("answer")), status);
    switch (line.path("request").path("method").asText()) {
      case "getHealth" -> assertThat(rpc.getHealth().latestLedger()).isPositive();
      case "getNetwork" ->
          assertThat(rpc.getNetwork().passphrase()).isEqualTo(TestNetwork.PASSPHRASE);
      case "getVersionInfo" -> assertThat(rpc.getVersionInfo().protocolVersion()).isPositive();
      case "getLatestLedger" -> assertThat(rpc.getLatestLedger().closeTime()).isPositive();
      case "getFeeStats" -> assertThat(rpc.getFeeStats().sorobanInclusionFee()).isNotNull();
      case "getEvents" -> events(line, rpc);
      case "getLedgerEntries" -> entries(line, rpc);
      case "simulateTransaction" ->
          simulated(name, params.path("transaction").asText(), rpc.simulateTransaction("x"));
      case "sendTransaction" -> sent(name, line, rpc);
      case "getTransaction" -> looked(name, line, rpc);
      default ->
          assertThatThrownBy(() -> RpcAnswer.result("it", line.path("answer")))
              .isInstanceOf(RpcErrorException.class);
    }
  }

  private static boolean isError(JsonNode line) {
    return line.path("answer").has("error");
  }

  private static void events(JsonNode line, StellarRpc rpc) {
    if (isError(line)) {
      assertThatThrownBy(() -> rpc.getEvents(1, List.of(), 1))
          .isInstanceOf(RpcErrorException.class);
      return;
    }
    assertThat(rpc.getEvents(1, List.of(), 1).events())
        .hasSize(line.path("answer").path("result").path("events").size())
        .allSatisfy(event -> assertThat(event.txHash()).hasSize(64));
  }

  private static void entries(JsonNode line, StellarRpc rpc) {
    if (isError(line)) {
      assertThatThrownBy(() -> rpc.getLedgerEntries(List.of("x")))
          .isInstanceOf(RpcErrorException.class);
      return;
    }
    Rpc.Entries entries = rpc.getLedgerEntries(List.of("x"));
    assertThat(entries.latestLedger()).isPositive();
    assertThat(entries.found())
        .hasSize(line.path("answer").path("result").path("entries").size())
        .allSatisfy(entry -> assertThat(EntryReader.data(entry)).isNotNull());
  }

  private void simulated(String name, String envelope, Rpc.Simulation simulation) {
    Call call =
        name.endsWith("not XDR") ? new Call.Operations(List.of()) : RecordedCalls.of(envelope);
    Simulated simulated = classifier.simulated(call, simulation);
    if (simulation.error() == null) {
      assertThat(simulated)
          .isInstanceOfSatisfying(
              Simulated.Ready.class,
              ready ->
                  assertThat(ready.data().resourceFee()).isEqualTo(simulation.minResourceFee()));
      return;
    }
    assertThat(simulated)
        .isInstanceOfSatisfying(
            Simulated.Stopped.class, stopped -> assertRefused(name, stopped.answer()));
  }

  private void sent(String name, JsonNode line, StellarRpc rpc) {
    if (isError(line)) {
      assertThatThrownBy(() -> rpc.sendTransaction("x"))
          .isInstanceOfSatisfying(
              RpcErrorException.class, e -> assertRefused(name, Classifier.sendError(e)));
      return;
    }
    Rpc.Sent sent = rpc.sendTransaction("x");
    Answer answer = classifier.sent(sent);
    String status = String.valueOf(sent.status());
    if (status.equals("PENDING") || status.equals("DUPLICATE")) {
      assertThat(answer).isEqualTo(new Answer.Unknown(status));
    } else if (status.equals("TRY_AGAIN_LATER") || name.contains("too early")) {
      assertThat(answer)
          .isInstanceOfSatisfying(
              Answer.TryAgain.class, again -> assertThat(again.raiseFee()).isFalse());
    } else if (name.contains("sequence too")) {
      assertThat(answer).isInstanceOf(Answer.Resync.class);
    } else if (name.contains("fee too low")) {
      assertThat(answer)
          .isInstanceOfSatisfying(
              Answer.TryAgain.class, again -> assertThat(again.raiseFee()).isTrue());
    } else {
      assertRefused(name, answer);
    }
  }

  private void looked(String name, JsonNode line, StellarRpc rpc) {
    if (isError(line)) {
      assertThatThrownBy(() -> rpc.getTransaction("x")).isInstanceOf(RpcErrorException.class);
      return;
    }
    Rpc.Looked looked = rpc.getTransaction("x");
    if ("NOT_FOUND".equals(looked.status())) {
      Answer answer = classifier.looked(new Call.Operations(List.of()), looked);
      assertThat(answer).isInstanceOf(Answer.Unknown.class);
      return;
    }
    String envelope = line.path("answer").path("result").path("envelopeXdr").asText();
    Call call = RecordedCalls.of(envelope);
    Answer answer = classifier.looked(call, looked);
    Xlm charged = Xlm.ofStroops(Results.read(String.valueOf(looked.resultXdr())).feeCharged());
    if ("SUCCESS".equals(looked.status())) {
      assertThat(answer)
          .isInstanceOfSatisfying(
              Answer.Landed.class,
              landed -> {
                assertThat(landed.fee()).isEqualTo(charged);
                assertThat(landed.ledger()).isEqualTo(looked.ledger());
                assertThat(landed.closeTime()).isEqualTo(looked.createdAt());
                assertThat(landed.minted() != null).isEqualTo(call instanceof Call.Harvest);
              });
      return;
    }
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Failed.class,
            failed -> {
              assertThat(failed.fee()).isEqualTo(charged);
              expected(name).ifPresent(cause -> assertThat(failed.cause()).isEqualTo(cause));
            });
  }

  private static void assertRefused(String name, Answer answer) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> {
              assertThat(refused.detail()).isNotBlank();
              expected(name).ifPresent(cause -> assertThat(refused.cause()).isEqualTo(cause));
            });
  }

  private static Optional<Cause> expected(String name) {
    return REFUSED.entrySet().stream()
        .filter(entry -> name.startsWith(entry.getKey()))
        .max(Map.Entry.comparingByKey(Comparator.comparingInt(String::length)))
        .map(Map.Entry::getValue);
  }
}

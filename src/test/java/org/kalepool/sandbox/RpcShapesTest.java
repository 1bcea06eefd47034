package org.kalepool.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.stellar.sdk.xdr.TransactionResult;

/**
 * Has a recorded conversation with a real node once more with the sandbox: the same requests, word
 * for word, to a sandbox that starts from the same state. Signatures and hashes are the recorded
 * ones.
 */
class RpcShapesTest {
  private static final String PASSPHRASE = "Standalone Network ; February 2017";

  /** What differs on purpose: what to read alike on both sides, and the reason. */
  private record Deliberate(String pattern, String reason) {}

  private static final List<Deliberate> DELIBERATE =
      List.of(
          new Deliberate(
              "range: [0-9]+ - ",
              "a sandbox's history begins with the ledger that it was started from"),
          new Deliberate(
              "(?s)\\n\\n\\nStack backtrace:.*",
              "a real node adds where in its own program a simulation failed"));

  /** Fields whose values must be the recorded ones, wherever they are. */
  private static final List<String> SAME_VALUE =
      List.of("status", "code", "message", "data", "hash", "txHash", "feeBump", "errorResultXdr");

  @Test
  void answersLikeTheRecordedNode() {
    assertThat(differences(file())).isEmpty();
  }

  @Test
  void chargesAndPredictsToTheStroopLikeTheRecordedNode() {
    Path file = Path.of("src/test/resources/recordings/rpc.jsonl.gz");
    List<String> differences = new ArrayList<>();
    replay(
        file,
        (exchange, got) -> {
          for (String field :
              List.of(
                  "resultXdr", "minResourceFee", "transactionData", "results", "error", "events")) {
            JsonNode wanted = exchange.result().path(field);
            if (exchange.method().equals("getTransaction") && notYet(exchange)) {
              continue;
            }
            if (!text(wanted).equals(text(got.path("result").path(field)))) {
              differences.add(
                  at(exchange)
                      + " "
                      + field
                      + ": wanted "
                      + text(wanted)
                      + " got "
                      + text(got.path("result").path(field)));
            }
          }
        });
    assertThat(differences).isEmpty();
  }

  /** A value as text, without what differs on purpose. */
  private static String text(JsonNode value) {
    String text = value.isTextual() ? value.asText() : value.toString();
    for (Deliberate deliberate : DELIBERATE) {
      text = text.replaceAll(deliberate.pattern(), "");
    }
    return text.stripTrailing();
  }

  private static Path file() {
    String folder = System.getProperty("kale.vectors", "src/test/resources/recordings");
    for (String name : List.of("rpc.jsonl", "rpc.jsonl.gz")) {
      Path file = Path.of(folder, name);
      if (Files.exists(file)) {
        return file;
      }
    }
    throw new AssertionError("no rpc.jsonl or rpc.jsonl.gz in " + folder);
  }

  private interface Comparison {
    void compare(Conversation.Exchange exchange, JsonNode got);
  }

  private static List<String> differences(Path file) {
    List<String> differences = new ArrayList<>();
    replay(
        file,
        (exchange, got) -> {
          if (exchange.method().equals("getTransaction")
              && notYet(exchange)
              && !got.path("result").path("status").asText().equals("NOT_FOUND")) {
            // the recorded node had closed a ledger without the transaction, the sandbox one with
            return;
          }
          List<String> found = Shapes.differences("", exchange.answer(), got);
          values("", exchange.answer(), got, found);
          operationCodes(exchange, got, found);
          found.forEach(text -> differences.add(at(exchange) + text));
        });
    return differences;
  }

  private static void replay(Path file, Comparison comparison) {
    Conversation conversation = Conversation.read(file);
    assertThat(conversation.exchanges()).isNotEmpty();
    ConversationState state = new ConversationState(conversation, PASSPHRASE);
    Map<Long, Long> times = new TreeMap<>();
    conversation
        .exchanges()
        .forEach(
            e ->
                e.ledger()
                    .ifPresent(ledger -> e.time().ifPresent(time -> times.put(ledger, time))));
    try (Sandbox sandbox = Sandbox.start(state.config(PASSPHRASE))) {
      state.open(sandbox);
      for (Conversation.Exchange exchange : conversation.exchanges()) {
        exchange.ledger().ifPresent(ledger -> closeUpTo(sandbox, ledger, times));
        comparison.compare(exchange, sandbox.answer(since(exchange.request(), sandbox)));
      }
    }
  }

  /** Asks for events from no earlier than the sandbox's first ledger: see {@link #DELIBERATE}. */
  private static JsonNode since(JsonNode request, Sandbox sandbox) {
    long oldest = sandbox.locked(() -> sandbox.network().oldest().sequence());
    if (request.path("params").path("startLedger").asLong(oldest) >= oldest) {
      return request;
    }
    ObjectNode later = request.deepCopy();
    later.withObject("/params").put("startLedger", oldest);
    return later;
  }

  private static void closeUpTo(Sandbox sandbox, long ledger, Map<Long, Long> times) {
    while (sandbox.ledger() < ledger) {
      long next = sandbox.ledger() + 1;
      sandbox.closeLedger(times.getOrDefault(next, sandbox.now() + 1));
    }
  }

  private static boolean notYet(Conversation.Exchange exchange) {
    return exchange.result().path("status").asText().equals("NOT_FOUND");
  }

  private static String at(Conversation.Exchange exchange) {
    return "line " + exchange.line() + " (" + exchange.name() + ", " + exchange.method() + ")";
  }

  private static void values(String at, JsonNode wanted, JsonNode got, List<String> differences) {
    for (var field : wanted.properties()) {
      JsonNode other = got.path(field.getKey());
      if (SAME_VALUE.contains(field.getKey()) && !text(field.getValue()).equals(text(other))) {
        differences.add(
            at + "." + field.getKey() + ": wanted " + field.getValue() + ", got " + other);
      } else if (field.getValue().isObject()) {
        values(at + "." + field.getKey(), field.getValue(), other, differences);
      }
    }
    firstLine(at, wanted.path("error"), got.path("error"), differences);
  }

  private static void firstLine(
      String at, JsonNode wanted, JsonNode got, List<String> differences) {
    if (wanted.isTextual()) {
      String line = wanted.asText().lines().findFirst().orElse("");
      if (!got.asText().startsWith(line)) {
        differences.add(at + ".error: wanted " + line + ", got " + got);
      }
    }
  }

  private static void operationCodes(
      Conversation.Exchange exchange, JsonNode got, List<String> differences) {
    JsonNode wanted = exchange.result().path("resultXdr");
    if (wanted.isTextual()) {
      String wantedCodes = codes(wanted.asText());
      String gotCodes = codes(got.path("result").path("resultXdr").asText());
      if (!wantedCodes.equals(gotCodes)) {
        differences.add(".resultXdr: wanted " + wantedCodes + ", got " + gotCodes);
      }
    }
  }

  /** The result without the fee: the transaction's code and those of its operations. */
  private static String codes(String result) {
    try {
      TransactionResult.TransactionResultResult codes =
          TransactionResult.fromXdrBase64(result).getResult();
      StringBuilder text = new StringBuilder(codes.getDiscriminant().toString());
      var operations =
          codes.getInnerResultPair() == null
              ? codes.getResults()
              : codes.getInnerResultPair().getResult().getResult().getResults();
      if (operations != null) {
        for (var operation : operations) {
          // the kind and the code, without what a success returns
          byte[] xdr = operation.toXdrByteArray();
          text.append(' ');
          for (int i = 3; i < Math.min(12, xdr.length); i += 4) {
            text.append(xdr[i]).append('.');
          }
        }
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

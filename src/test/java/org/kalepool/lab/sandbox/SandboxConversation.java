package org.kalepool.lab.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.ledger.Limits;

/**
 * Has a recorded conversation with a real node once more with the sandbox: the same requests, word
 * for word, to a sandbox that starts from the same state. Signatures and hashes are the recorded
 * ones, and a transaction lands in the ledger in which it was recorded to.
 */
public final class SandboxConversation {
  /** What differs on purpose: what to read alike on both sides, and the reason. */
  private record Deliberate(String pattern, String reason) {}

  private static final List<Deliberate> DELIBERATE =
      List.of(
          new Deliberate(
              "range: [0-9]+ - [0-9]+",
              "a sandbox's history begins with the ledger that it was started from, and an error"
                  + " does not tell in which ledger it was given"),
          new Deliberate(
              "(?s)\\n\\n+Stack backtrace:.*",
              "a real node adds where in its own program a simulation failed"));

  /** Fields whose values must be the recorded ones, wherever they are. */
  private static final List<String> SAME_VALUE =
      List.of("status", "code", "message", "data", "hash", "txHash", "feeBump", "errorResultXdr");

  private final Conversation conversation;
  private final ConversationState state;
  private final TreeMap<Long, Long> times;
  private final Map<String, Long> landings = new HashMap<>();
  private final Set<String> sent = new HashSet<>();

  private SandboxConversation(Conversation conversation) {
    this.conversation = conversation;
    this.state = new ConversationState(conversation);
    this.times = state.times();
    for (Conversation.Exchange exchange : conversation.exchanges()) {
      JsonNode result = exchange.result();
      if (exchange.method().equals("getTransaction") && result.path("ledger").asLong() > 0) {
        landings.put(result.path("txHash").asText(), result.path("ledger").asLong());
      }
    }
  }

  /**
   * Where an answer left the recorded one.
   *
   * @param line counted from 1
   */
  public record Wrong(int line, String name, String field, String wanted, String got) {
    @Override
    public String toString() {
      return "line " + line + " (" + name + ") " + field + ": wanted " + wanted + ", got " + got;
    }
  }

  interface Comparison {
    void compare(Conversation.Exchange exchange, JsonNode got);
  }

  /**
   * The first answer of another shape, if there is one.
   *
   * @param lines objects with name, request and answer
   */
  public static Optional<Wrong> firstDifference(List<JsonNode> lines) {
    return differences(Conversation.of(lines)).stream().findFirst();
  }

  static List<Wrong> differences(Conversation conversation) {
    List<Wrong> differences = new ArrayList<>();
    SandboxConversation replay = new SandboxConversation(conversation);
    replay.run((exchange, got) -> replay.compare(exchange, got, differences));
    return differences;
  }

  static void replay(Conversation conversation, Comparison comparison) {
    new SandboxConversation(conversation).run(comparison);
  }

  private void compare(Conversation.Exchange exchange, JsonNode got, List<Wrong> differences) {
    if (exchange.method().equals("getTransaction")
        && notYet(exchange)
        && !got.path("result").path("status").asText().equals("NOT_FOUND")) {
      // one that the recording never saw landing has landed in the sandbox
      return;
    }
    JsonNode wanted = ofThisConversation(exchange.answer());
    List<Wrong> found = new ArrayList<>();
    Report report =
        (field, want, is) ->
            found.add(new Wrong(exchange.line(), exchange.name(), field, want, is));
    Shapes.compare("", wanted, ofThisConversation(got), report);
    values("", wanted, got, report);
    JsonNode result = exchange.result().path("resultXdr");
    if (result.isTextual()) {
      report.unlessSame(
          "result.resultXdr",
          ResultCodes.of(result.asText()),
          ResultCodes.of(got.path("result").path("resultXdr").asText()));
    }
    differences.addAll(found);
  }

  private void run(Comparison comparison) {
    try (Sandbox sandbox = Sandbox.start(state.config())) {
      state.open(sandbox);
      for (Conversation.Exchange exchange : conversation.exchanges()) {
        exchange.ledger().ifPresent(ledger -> closeUpTo(sandbox, ledger));
        JsonNode got = sandbox.answer(since(exchange, sandbox));
        if (exchange.method().equals("sendTransaction")) {
          sent.add(exchange.result().path("hash").asText());
        }
        comparison.compare(exchange, got);
      }
    }
  }

  /**
   * Asks for events from no earlier than the sandbox's first ledger, where the node had them: see
   * {@link #DELIBERATE}.
   */
  static JsonNode since(Conversation.Exchange exchange, Sandbox sandbox) {
    long oldest = sandbox.locked(() -> sandbox.network().oldest().sequence());
    JsonNode request = exchange.request();
    if (exchange.result().isMissingNode()
        || request.path("params").path("startLedger").asLong(oldest) >= oldest) {
      return request;
    }
    ObjectNode later = request.deepCopy();
    later.withObject("/params").put("startLedger", oldest);
    return later;
  }

  /** An answer without the events of transactions that the recording does not hold. */
  private JsonNode ofThisConversation(JsonNode answer) {
    JsonNode events = answer.path("result").path("events");
    if (!events.isArray()) {
      return answer;
    }
    ArrayNode own = JsonNodeFactory.instance.arrayNode();
    events.forEach(
        event -> {
          if (!event.has("txHash") || sent.contains(event.path("txHash").asText())) {
            own.add(event);
          }
        });
    ObjectNode filtered = answer.deepCopy();
    filtered.withObject("/result").set("events", own);
    return filtered;
  }

  private void closeUpTo(Sandbox sandbox, long ledger) {
    while (sandbox.ledger() < ledger) {
      long next = sandbox.ledger() + 1;
      if (isWaitedOut(next)) {
        sandbox.locked(
            () ->
                sandbox
                    .network()
                    .close(
                        new Ledger(next, time(sandbox, next)),
                        sandbox.network().rules().baseFee(),
                        Limits.full()));
      } else {
        sandbox.closeLedger(time(sandbox, next));
      }
    }
  }

  /** Whether what has been sent landed in a later ledger than this one, and nothing in this one. */
  private boolean isWaitedOut(long ledger) {
    return !landings.containsValue(ledger)
        && sent.stream().anyMatch(hash -> landings.getOrDefault(hash, 0L) > ledger);
  }

  /** As recorded, or evenly between the ledgers before and after whose times are. */
  private long time(Sandbox sandbox, long ledger) {
    Map.Entry<Long, Long> before = times.floorEntry(ledger);
    Map.Entry<Long, Long> after = times.ceilingEntry(ledger);
    long earliest = sandbox.now();
    if (before == null || after == null) {
      return earliest + 1;
    }
    long ledgers = Math.max(1, after.getKey() - before.getKey());
    long passed = (after.getValue() - before.getValue()) * (ledger - before.getKey()) / ledgers;
    return Math.max(earliest, before.getValue() + passed);
  }

  static boolean notYet(Conversation.Exchange exchange) {
    return exchange.result().path("status").asText().equals("NOT_FOUND");
  }

  /** A value as text, without what differs on purpose. */
  static String text(JsonNode value) {
    String text = value.isTextual() ? value.asText() : value.toString();
    for (Deliberate deliberate : DELIBERATE) {
      text = text.replaceAll(deliberate.pattern(), "");
    }
    return text.stripTrailing();
  }

  private static void values(String at, JsonNode wanted, JsonNode got, Report report) {
    for (var field : wanted.properties()) {
      String path = Shapes.path(at, field.getKey());
      JsonNode other = got.path(field.getKey());
      if (SAME_VALUE.contains(field.getKey())) {
        report.unlessSame(path, text(field.getValue()), text(other));
      } else if (field.getValue().isObject()) {
        values(path, field.getValue(), other, report);
      }
    }
    JsonNode error = wanted.path("error");
    if (error.isTextual()) {
      report.unlessSame(Shapes.path(at, "error"), firstLine(error), firstLine(got.path("error")));
    }
  }

  private static String firstLine(JsonNode text) {
    return text.asText().lines().findFirst().orElse("");
  }
}

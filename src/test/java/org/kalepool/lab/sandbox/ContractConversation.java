package org.kalepool.lab.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.kalepool.kale.Hash;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.transaction.Network;

/**
 * Has a conversation about contracts once more with the sandbox, word for word, ledger for ledger:
 * a transaction lands in the ledger that it was recorded in, in its place there. Nothing is missing
 * between the lines, so all that the sandbox shows must follow from them.
 */
public final class ContractConversation {
  /** Where a transaction landed. */
  private record Place(long ledger, int order) {}

  private final Conversation conversation;
  private final ContractStart start;
  private final TreeMap<Long, Long> times;
  private final Map<String, Place> landings = new HashMap<>();
  private final Map<String, JsonNode> waiting = new HashMap<>();
  private final ContractComparison comparison = new ContractComparison();

  private ContractConversation(Conversation conversation) {
    this.conversation = conversation;
    this.start = new ContractStart(conversation);
    this.times = start.times();
    for (Conversation.Exchange exchange : conversation.exchanges()) {
      JsonNode result = exchange.result();
      if (exchange.method().equals("getTransaction") && result.path("ledger").asLong() > 0) {
        landings.put(
            result.path("txHash").asText(),
            new Place(result.path("ledger").asLong(), result.path("applicationOrder").asInt()));
      }
    }
  }

  /**
   * Whether these lines are such a conversation.
   *
   * @param lines objects with name, request and answer
   */
  public static boolean is(List<JsonNode> lines) {
    return ContractStart.isWhole(lines);
  }

  /** The first answer that is another, if there is one. */
  public static Optional<SandboxConversation.Wrong> firstDifference(List<JsonNode> lines) {
    return differences(Conversation.of(lines)).stream().findFirst();
  }

  static List<SandboxConversation.Wrong> differences(Conversation conversation) {
    return new ContractConversation(conversation).run();
  }

  private List<SandboxConversation.Wrong> run() {
    List<SandboxConversation.Wrong> differences = new ArrayList<>();
    try (Sandbox sandbox = Sandbox.start(start.config())) {
      start.open(sandbox);
      for (Conversation.Exchange exchange : conversation.exchanges()) {
        try {
          have(sandbox, exchange, differences);
        } catch (RuntimeException e) {
          // what comes after a defect of the sandbox's own follows from nothing
          differences.add(
              new SandboxConversation.Wrong(
                  exchange.line(), exchange.name(), "", "an answer", e.toString()));
          break;
        }
      }
    }
    return differences;
  }

  private void have(
      Sandbox sandbox,
      Conversation.Exchange exchange,
      List<SandboxConversation.Wrong> differences) {
    exchange.ledger().ifPresent(ledger -> closeUpTo(sandbox, ledger));
    JsonNode request = SandboxConversation.since(exchange, sandbox);
    JsonNode got =
        isRefusedForNow(exchange) ? amongWaiting(sandbox, request) : sandbox.answer(request);
    if (exchange.method().equals("sendTransaction")) {
      hold(sandbox, got, request);
    }
    comparison.compare(exchange, got, differences);
  }

  private static boolean isRefusedForNow(Conversation.Exchange exchange) {
    String status = exchange.result().path("status").asText();
    return status.equals("DUPLICATE") || status.equals("TRY_AGAIN_LATER");
  }

  /** As a node answers in whose queue the others are. */
  private JsonNode amongWaiting(Sandbox sandbox, JsonNode request) {
    waiting.values().forEach(sandbox::answer);
    JsonNode got = sandbox.answer(request);
    sandbox.locked(
        () -> {
          waiting.keySet().forEach(hash -> sandbox.network().takeBack(Hash.ofHex(hash)));
          return got;
        });
    return got;
  }

  /** One that was recorded to land is sent once more just before its ledger closes. */
  private void hold(Sandbox sandbox, JsonNode got, JsonNode request) {
    String hash = got.path("result").path("hash").asText();
    if (landings.containsKey(hash)
        && got.path("result").path("status").asText().equals("PENDING")) {
      sandbox.locked(
          () -> {
            sandbox.network().takeBack(Hash.ofHex(hash));
            return hash;
          });
      waiting.put(hash, request);
    }
  }

  private void closeUpTo(Sandbox sandbox, long ledger) {
    while (sandbox.ledger() < ledger) {
      long next = sandbox.ledger() + 1;
      due(next).forEach(request -> sandbox.answer(request));
      sandbox.locked(
          () -> {
            Network network = sandbox.network();
            return network.close(
                new Ledger(next, time(sandbox, next)),
                network.rules().baseFee(),
                network.rules().limits());
          });
    }
  }

  private List<JsonNode> due(long ledger) {
    List<String> hashes =
        waiting.keySet().stream()
            .filter(hash -> place(hash).ledger == ledger)
            .sorted(Comparator.comparingInt(hash -> place(hash).order))
            .toList();
    return hashes.stream().map(waiting::remove).toList();
  }

  private Place place(String hash) {
    return landings.getOrDefault(hash, new Place(0, 0));
  }

  /** As recorded, or a second after the ledger before. */
  private long time(Sandbox sandbox, long ledger) {
    return times.getOrDefault(ledger, sandbox.now() + 1);
  }
}

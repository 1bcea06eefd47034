package org.kalepool.lab.sandbox.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.kalepool.lab.sandbox.ledger.ClosedLedger;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.ledger.TxRecord;
import org.kalepool.lab.sandbox.transaction.Network;

/** getEvents: what contracts and assets emitted, filtered and paged. */
final class EventAnswers {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST = 10_000;

  private final Network network;

  EventAnswers(Network network) {
    this.network = network;
  }

  ObjectNode answer(JsonNode params) throws RpcFault {
    JsonNode page = params.path("pagination");
    int limit = page.path("limit").asInt(DEFAULT_LIMIT);
    if (limit < 1 || limit > MOST) {
      throw new RpcFault(RpcFault.INVALID_PARAMS, "limit must not exceed " + MOST);
    }
    String after = page.path("cursor").asText("");
    long start = after.isEmpty() ? params.path("startLedger").asLong() : cursorLedger(after);
    checkRange(network, start, "startLedger");
    long end = params.path("endLedger").asLong(Long.MAX_VALUE);
    ArrayNode events = JSON.arrayNode();
    for (ClosedLedger ledger : network.since(start)) {
      if (ledger.ledger().sequence() < end) {
        ledger
            .transactions()
            .forEach(tx -> collect(events, tx, params.path("filters"), after, limit));
      }
    }
    return page(events, limit);
  }

  private ObjectNode page(ArrayNode events, int limit) {
    Ledger latest = network.latest();
    String cursor =
        events.size() < limit
            ? String.format(
                Locale.ROOT, "%019d-%010d", (latest.sequence() + 1 << 32) - 1, 0xffff_ffffL)
            : events.get(events.size() - 1).path("id").asText();
    ObjectNode answer = JSON.objectNode();
    answer.set("events", events);
    return answer
        .put("cursor", cursor)
        .put("latestLedger", latest.sequence())
        .put("oldestLedger", network.oldest().sequence())
        .put("latestLedgerCloseTime", Long.toString(latest.closeTime()))
        .put("oldestLedgerCloseTime", Long.toString(network.oldest().closeTime()));
  }

  static void checkRange(Network network, long start, String what) throws RpcFault {
    long oldest = network.oldest().sequence();
    long latest = network.latest().sequence();
    if (start < oldest || start > latest) {
      throw new RpcFault(
          RpcFault.INVALID_REQUEST,
          what + " must be within the ledger range: " + oldest + " - " + latest);
    }
  }

  private static long cursorLedger(String cursor) throws RpcFault {
    try {
      return Long.parseLong(cursor.substring(0, cursor.indexOf('-'))) >> 32;
    } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
      throw new RpcFault(RpcFault.INVALID_PARAMS, "invalid cursor: " + cursor);
    }
  }

  /** An operation's number in the network's history (SEP-35). */
  static long id(TxRecord tx, int operation) {
    return tx.ledger().sequence() << 32 | (long) tx.order() << 12 | operation;
  }

  private static void collect(
      ArrayNode into, TxRecord tx, JsonNode filters, String after, int limit) {
    List<List<TxRecord.LedgerEvent>> operations = tx.contractEvents();
    if (operations == null) {
      return;
    }
    for (int op = 0; op < operations.size(); op++) {
      List<TxRecord.LedgerEvent> events = operations.get(op);
      for (int i = 0; i < events.size(); i++) {
        String id = String.format(Locale.ROOT, "%019d-%010d", id(tx, op), i);
        if (id.compareTo(after) > 0 && into.size() < limit && matches(events.get(i), filters)) {
          into.add(event(tx, op, id, events.get(i)));
        }
      }
    }
  }

  private static ObjectNode event(
      TxRecord tx, int operation, String id, TxRecord.LedgerEvent event) {
    ObjectNode shown =
        JSON.objectNode()
            .put("type", "contract")
            .put("ledger", tx.ledger().sequence())
            .put("ledgerClosedAt", Instant.ofEpochSecond(tx.ledger().closeTime()).toString())
            .put("contractId", event.contract())
            .put("id", id)
            .put("operationIndex", operation)
            .put("transactionIndex", tx.order())
            .put("txHash", tx.hash().hex())
            .put("inSuccessfulContractCall", true);
    ArrayNode topics = shown.putArray("topic");
    event.topics().forEach(topics::add);
    return shown.put("value", event.value());
  }

  private static boolean matches(TxRecord.LedgerEvent event, JsonNode filters) {
    if (!filters.isArray() || filters.isEmpty()) {
      return true;
    }
    for (JsonNode filter : filters) {
      if (matchesOne(event, filter)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matchesOne(TxRecord.LedgerEvent event, JsonNode filter) {
    String type = filter.path("type").asText("contract");
    JsonNode contracts = filter.path("contractIds");
    boolean contract = !contracts.isArray() || contracts.isEmpty();
    for (JsonNode id : contracts) {
      contract |= id.asText().equals(event.contract());
    }
    JsonNode topics = filter.path("topics");
    boolean topic = !topics.isArray() || topics.isEmpty();
    for (JsonNode pattern : topics) {
      topic |= matchesTopics(event.topics(), pattern);
    }
    return type.contains("contract") && contract && topic;
  }

  /** {@code *} stands for one topic, {@code **} at the end for any number of them. */
  private static boolean matchesTopics(List<String> topics, JsonNode pattern) {
    int length = pattern.size();
    boolean open = length > 0 && pattern.get(length - 1).asText().equals("**");
    int fixed = open ? length - 1 : length;
    if (open ? topics.size() < fixed : topics.size() != fixed) {
      return false;
    }
    for (int i = 0; i < fixed; i++) {
      String wanted = pattern.get(i).asText();
      if (!wanted.equals("*") && !wanted.equals(topics.get(i))) {
        return false;
      }
    }
    return true;
  }
}

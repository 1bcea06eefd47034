package org.kalepool.lab.sandbox.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
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
  private final NavigableMap<Long, LedgerEvents> byLedger = new TreeMap<>();

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
    if (!after.isEmpty() && (params.has("startLedger") || params.has("endLedger"))) {
      throw new RpcFault(RpcFault.INVALID_PARAMS, "ledger ranges and cursor cannot both be set");
    }
    EventFilters filters = EventFilters.of(params.path("filters"));
    long start = after.isEmpty() ? params.path("startLedger").asLong() : cursorLedger(after);
    checkRange(network, start, "startLedger");
    long end = params.path("endLedger").asLong(Long.MAX_VALUE);
    Set<String> anyOf = filters.anyOf();
    ArrayNode events = JSON.arrayNode();
    for (ClosedLedger ledger : network.since(start)) {
      if (events.size() >= limit || ledger.ledger().sequence() >= end) {
        break;
      }
      for (LedgerEvents.Slot slot : of(ledger).with(anyOf)) {
        String id = id(slot);
        if (id.compareTo(after) > 0 && events.size() < limit && filters.match(slot.event())) {
          events.add(event(slot, id));
        }
      }
    }
    return page(events, limit);
  }

  private ObjectNode page(ArrayNode events, int limit) {
    Ledger latest = network.latest();
    String cursor =
        events.size() < limit
            ? String.format(
                Locale.ROOT, "%019d-%010d", ((latest.sequence() + 1) << 32) - 1, 0xffff_ffffL)
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

  /** Read once for each ledger that the network remembers. */
  private synchronized LedgerEvents of(ClosedLedger ledger) {
    long sequence = ledger.ledger().sequence();
    LedgerEvents known = byLedger.get(sequence);
    if (known == null || !known.isOf(ledger)) {
      known = new LedgerEvents(ledger);
      byLedger.headMap(network.oldest().sequence()).clear();
      byLedger.put(sequence, known);
    }
    return known;
  }

  private static String id(LedgerEvents.Slot slot) {
    long ledger = slot.tx().ledger().sequence();
    long place = ledger << 32 | (long) slot.order() << 12 | slot.operation();
    return String.format(Locale.ROOT, "%019d-%010d", place, slot.number());
  }

  private static ObjectNode event(LedgerEvents.Slot slot, String id) {
    TxRecord tx = slot.tx();
    TxRecord.LedgerEvent event = slot.event();
    ObjectNode shown =
        JSON.objectNode()
            .put("type", event.system() ? "system" : "contract")
            .put("ledger", tx.ledger().sequence())
            .put("ledgerClosedAt", Instant.ofEpochSecond(tx.ledger().closeTime()).toString())
            .put("contractId", event.contract())
            .put("id", id)
            .put("operationIndex", slot.operation())
            .put("transactionIndex", slot.order())
            .put("txHash", tx.hash().hex())
            .put("inSuccessfulContractCall", true);
    ArrayNode topics = shown.putArray("topic");
    event.topics().forEach(topics::add);
    return shown.put("value", event.value());
  }
}

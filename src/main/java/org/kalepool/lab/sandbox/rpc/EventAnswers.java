package org.kalepool.lab.sandbox.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.ledger.ClosedLedger;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.ledger.TxRecord;
import org.kalepool.lab.sandbox.transaction.Network;

/** getEvents: what contracts and assets emitted, filtered and paged. */
final class EventAnswers {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST = 10_000;

  /** The place of what comes after all transactions of a ledger. */
  private static final int AFTER_ALL = 0xfffff;

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
    if (!after.isEmpty() && (params.has("startLedger") || params.has("endLedger"))) {
      throw new RpcFault(RpcFault.INVALID_PARAMS, "ledger ranges and cursor cannot both be set");
    }
    EventFilters filters = EventFilters.of(params.path("filters"));
    long start = after.isEmpty() ? params.path("startLedger").asLong() : cursorLedger(after);
    checkRange(network, start, "startLedger");
    long end = params.path("endLedger").asLong(Long.MAX_VALUE);
    ArrayNode events = JSON.arrayNode();
    for (ClosedLedger ledger : network.since(start)) {
      if (ledger.ledger().sequence() < end) {
        new Collected(events, filters, after, limit).add(ledger);
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

  /** The events that were asked for, up to as many as were. */
  private record Collected(ArrayNode into, EventFilters filters, String after, int limit) {

    /** Charges come before all transactions of a ledger, refunds after them. */
    void add(ClosedLedger ledger) {
      List<TxRecord> transactions = ledger.transactions();
      for (int i = 0; i < transactions.size(); i++) {
        TxRecord tx = transactions.get(i);
        add(tx, 0, 0, i, tx.feeEvent(true));
      }
      transactions.forEach(this::add);
      int refunds = 0;
      for (TxRecord tx : transactions) {
        TxRecord.LedgerEvent refund = tx.feeEvent(false);
        if (refund != null) {
          add(tx, AFTER_ALL, 0, refunds++, refund);
        }
      }
    }

    private void add(TxRecord tx) {
      List<List<TxRecord.LedgerEvent>> operations = tx.contractEvents();
      if (operations == null) {
        return;
      }
      for (int op = 0; op < operations.size(); op++) {
        List<TxRecord.LedgerEvent> events = operations.get(op);
        for (int i = 0; i < events.size(); i++) {
          add(tx, tx.order(), op, i, events.get(i));
        }
      }
    }

    private void add(
        TxRecord tx, int order, int operation, int number, TxRecord.@Nullable LedgerEvent event) {
      long place = tx.ledger().sequence() << 32 | (long) order << 12 | operation;
      String id = String.format(Locale.ROOT, "%019d-%010d", place, number);
      if (event != null && id.compareTo(after) > 0 && into.size() < limit && filters.match(event)) {
        into.add(event(tx, order, operation, id, event));
      }
    }
  }

  private static ObjectNode event(
      TxRecord tx, int order, int operation, String id, TxRecord.LedgerEvent event) {
    ObjectNode shown =
        JSON.objectNode()
            .put("type", event.system() ? "system" : "contract")
            .put("ledger", tx.ledger().sequence())
            .put("ledgerClosedAt", Instant.ofEpochSecond(tx.ledger().closeTime()).toString())
            .put("contractId", event.contract())
            .put("id", id)
            .put("operationIndex", operation)
            .put("transactionIndex", order)
            .put("txHash", tx.hash().hex())
            .put("inSuccessfulContractCall", true);
    ArrayNode topics = shown.putArray("topic");
    event.topics().forEach(topics::add);
    return shown.put("value", event.value());
  }
}

package org.kalepool.lab.sandbox.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.kalepool.kale.Hash;
import org.kalepool.lab.sandbox.ledger.ClosedLedger;
import org.kalepool.lab.sandbox.ledger.Lazy;
import org.kalepool.lab.sandbox.ledger.TxRecord;
import org.kalepool.lab.sandbox.transaction.Network;

/** getTransaction and getTransactions. */
final class TxAnswers {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int DEFAULT_LIMIT = 50;
  private static final int MOST = 200;

  private TxAnswers() {}

  static ObjectNode one(Network network, Hash hash) {
    ObjectNode answer =
        JSON.objectNode()
            .put("latestLedger", network.latest().sequence())
            .put("latestLedgerCloseTime", Long.toString(network.latest().closeTime()))
            .put("oldestLedger", network.oldest().sequence())
            .put("oldestLedgerCloseTime", Long.toString(network.oldest().closeTime()));
    TxRecord tx = network.transaction(hash);
    if (tx == null) {
      answer.put("status", "NOT_FOUND").put("txHash", hash.hex()).put("applicationOrder", 0);
      answer.put("feeBump", false).set("events", JSON.objectNode());
      return answer.put("ledger", 0).put("createdAt", "0");
    }
    describe(answer, tx);
    return answer
        .put("ledger", tx.ledger().sequence())
        .put("createdAt", Long.toString(tx.ledger().closeTime()));
  }

  private static void describe(ObjectNode answer, TxRecord tx) {
    answer
        .put("status", tx.ok() ? "SUCCESS" : "FAILED")
        .put("txHash", tx.hash().hex())
        .put("applicationOrder", tx.order())
        .put("feeBump", tx.feeBump())
        .put("envelopeXdr", tx.envelopeXdr())
        .put("resultXdr", tx.resultXdr())
        .put("resultMetaXdr", tx.metaXdr().get());
    Lazy<List<String>> diagnostics = tx.diagnostics();
    if (diagnostics != null) {
      ArrayNode shown = answer.putArray("diagnosticEventsXdr");
      diagnostics.get().forEach(shown::add);
    }
    ObjectNode events = answer.putObject("events");
    ArrayNode fees = events.putArray("transactionEventsXdr");
    tx.transactionEvents().forEach(fees::add);
    var contractEvents = tx.contractEvents();
    if (contractEvents != null) {
      ArrayNode shown = events.putArray("contractEventsXdr");
      contractEvents.forEach(
          operation -> {
            ArrayNode list = shown.addArray();
            operation.forEach(event -> list.add(event.xdr()));
          });
    }
  }

  static ObjectNode many(Network network, JsonNode params) throws RpcFault {
    JsonNode page = params.path("pagination");
    int limit = page.path("limit").asInt(DEFAULT_LIMIT);
    if (limit < 1 || limit > MOST) {
      throw new RpcFault(RpcFault.INVALID_PARAMS, "limit must not exceed " + MOST);
    }
    long after = page.path("cursor").asLong(0);
    long start = after > 0 ? after >> 32 : params.path("startLedger").asLong();
    EventAnswers.checkRange(network, start, "start ledger");
    ObjectNode answer = JSON.objectNode();
    ArrayNode transactions = answer.putArray("transactions");
    long cursor = after;
    for (ClosedLedger ledger : network.since(start)) {
      for (TxRecord tx : ledger.transactions()) {
        long id = EventAnswers.id(tx, 0);
        if (id > after && transactions.size() < limit) {
          ObjectNode shown = transactions.addObject();
          describe(shown, tx);
          shown.put("ledger", tx.ledger().sequence()).put("createdAt", tx.ledger().closeTime());
          cursor = EventAnswers.id(tx, 1);
        }
      }
    }
    return answer
        .put("latestLedger", network.latest().sequence())
        .put("latestLedgerCloseTimestamp", network.latest().closeTime())
        .put("oldestLedger", network.oldest().sequence())
        .put("oldestLedgerCloseTimestamp", network.oldest().closeTime())
        .put("cursor", Long.toString(cursor));
  }
}

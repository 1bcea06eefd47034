package org.kalepool.lab.sandbox.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.kalepool.lab.sandbox.ledger.ClosedLedger;
import org.kalepool.lab.sandbox.ledger.Headers;
import org.kalepool.lab.sandbox.transaction.Network;

/** getLedgers: closed ledgers with their headers. */
final class LedgerAnswers {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int DEFAULT_LIMIT = 50;
  private static final int MOST = 200;

  private LedgerAnswers() {}

  /**
   * @param ledgerBytes the least length of a ledger's metadata
   */
  static ObjectNode many(Network network, JsonNode params, int ledgerBytes) throws RpcFault {
    JsonNode page = params.path("pagination");
    int limit = page.path("limit").asInt(DEFAULT_LIMIT);
    if (limit < 1 || limit > MOST) {
      throw new RpcFault(RpcFault.INVALID_PARAMS, "limit must not exceed " + MOST);
    }
    long cursor = page.path("cursor").asLong(0);
    long start = cursor > 0 ? cursor + 1 : params.path("startLedger").asLong();
    long oldest = network.oldest().sequence();
    long latest = network.latest().sequence();
    if (start < oldest || start > latest) {
      throw new RpcFault(
          RpcFault.INVALID_PARAMS,
          "start ledger ("
              + start
              + ") must be between the oldest ledger: "
              + oldest
              + " and the latest ledger: "
              + latest
              + " for this rpc instance");
    }
    ArrayNode ledgers = JSON.arrayNode();
    for (ClosedLedger closed : network.since(start)) {
      if (ledgers.size() == limit) {
        break;
      }
      ledgers.add(shown(network, closed, ledgerBytes));
      cursor = closed.ledger().sequence();
    }
    ObjectNode answer = JSON.objectNode();
    answer.set("ledgers", ledgers);
    return answer
        .put("latestLedger", latest)
        .put("latestLedgerCloseTime", network.latest().closeTime())
        .put("oldestLedger", oldest)
        .put("oldestLedgerCloseTime", network.oldest().closeTime())
        .put("cursor", Long.toString(cursor));
  }

  private static ObjectNode shown(Network network, ClosedLedger closed, int ledgerBytes) {
    long sequence = closed.ledger().sequence();
    return JSON.objectNode()
        .put("hash", closed.hash().hex())
        .put("sequence", sequence)
        .put("ledgerCloseTime", Long.toString(closed.ledger().closeTime()))
        .put("headerXdr", closed.header())
        .put("metadataXdr", Headers.closeMeta(closed, network.hashBefore(sequence), ledgerBytes));
  }
}

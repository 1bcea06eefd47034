package org.kalepool.recordings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** JSON-RPC over HTTP, with nothing of the pool's own client in it. */
final class RpcConversation {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI url;

  RpcConversation(URI url) {
    this.url = url;
  }

  /**
   * An entry that is alive in the latest ledger.
   *
   * @param xdr its LedgerEntryData
   * @param liveUntil the last ledger it lives in, 0 if it does not expire
   */
  record Entry(String xdr, long liveUntil) {}

  /** The entries with these keys that live, by key. */
  Map<String, Entry> entries(List<String> keys) {
    ObjectNode params = GameJson.NODES.objectNode();
    ArrayNode list = params.putArray("keys");
    keys.forEach(list::add);
    JsonNode result = ask("getLedgerEntries", params);
    long latest = result.path("latestLedger").longValue();
    Map<String, Entry> entries = new HashMap<>();
    for (JsonNode entry : result.path("entries")) {
      long until = entry.path("liveUntilLedgerSeq").longValue();
      if (until == 0 || until >= latest) {
        entries.put(entry.path("key").textValue(), new Entry(entry.path("xdr").textValue(), until));
      }
    }
    return entries;
  }

  /** Sends a transaction that has to be taken up, and returns its hash. */
  String send(String envelope) {
    JsonNode result =
        ask("sendTransaction", GameJson.NODES.objectNode().put("transaction", envelope));
    if (!result.path("status").asText().equals("PENDING")) {
      throw new RecordingException("not taken up: " + result);
    }
    return result.path("hash").textValue();
  }

  /** The transactions of the latest ledger, by hash. */
  Map<String, JsonNode> transactionsOf(long ledger) {
    ObjectNode params = GameJson.NODES.objectNode().put("startLedger", ledger);
    params.putObject("pagination").put("limit", 200);
    Map<String, JsonNode> transactions = new HashMap<>();
    for (JsonNode transaction : ask("getTransactions", params).path("transactions")) {
      transactions.put(transaction.path("txHash").textValue(), transaction);
    }
    return transactions;
  }

  private JsonNode ask(String method, ObjectNode params) {
    ObjectNode request =
        GameJson.NODES.objectNode().put("jsonrpc", "2.0").put("id", 1).put("method", method);
    request.set("params", params);
    try {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(url)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      JsonNode answer = JSON.readTree(response.body());
      if (!answer.has("result")) {
        throw new RecordingException(method + " was answered with " + answer);
      }
      return answer.path("result");
    } catch (JsonProcessingException e) {
      throw new RecordingException(method + " was not answered with JSON", e);
    } catch (IOException e) {
      throw new RecordingException(method + " was not answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RecordingException(method + " was interrupted", e);
    }
  }
}

package org.kalepool.stellar.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.RpcErrorException;
import org.kalepool.stellar.RpcException;

/** Calls of one node: what they show of it is noted with it, and every call is counted. */
final class NodeCalls {
  private static final Logger LOG = Logger.getLogger(NodeCalls.class);
  private static final String WHICH = "getNetwork";
  private static final int INTERNAL_ERROR = -32_603;
  private static final int SERVER_ERRORS_FROM = -32_099;
  private static final int SERVER_ERRORS_TO = -32_000;

  private final ConfiguredNetwork settings;
  private final Identity identity;
  private final MeterRegistry metrics;

  NodeCalls(ConfiguredNetwork settings, Identity identity, MeterRegistry metrics) {
    this.settings = settings;
    this.identity = identity;
    this.metrics = metrics;
  }

  /**
   * What a node has answered.
   *
   * @param ledger the newest that it knew, 0 where it did not tell
   * @param closeTime of that ledger, Unix seconds
   */
  record Answered<T>(T value, long ledger, long closeTime) {}

  /**
   * Asks a node, after making sure, once after every outage, that it serves our network.
   *
   * @param decode throws {@link RpcException} for a result of another shape
   */
  <T> Answered<T> ask(
      RpcNode node, String method, @Nullable ObjectNode params, Function<JsonNode, T> decode) {
    if (node.admit()) {
      String passphrase =
          exchange(node, WHICH, null, found -> found.path("passphrase").asText("nothing at all"));
      String wanted = settings.network().passphrase();
      if (wanted.equals(passphrase)) {
        noted(node, () -> identity.check(() -> ledgers(node), ledger -> hash(node, ledger)));
      }
      noted(node, () -> node.serves(passphrase, wanted));
    }
    return exchange(
        node,
        method,
        params,
        found ->
            new Answered<>(
                decode.apply(found),
                found.path("latestLedger").asLong(found.path("sequence").asLong()),
                found.path("latestLedgerCloseTime").asLong(found.path("closeTime").asLong())));
  }

  /** Which ledgers a node has. One that calls itself unhealthy tells it with any transaction. */
  private Rpc.GetHealthResponse ledgers(RpcNode node) {
    try {
      return exchange(node, "getHealth", null, NodeCalls::health, false);
    } catch (RpcErrorException e) {
      LOG.debugf("node %s is not well: %s", node, e.getMessage());
      ObjectNode params = JsonNodeFactory.instance.objectNode();
      params.put("hash", StellarRpc.NOTHING);
      return exchange(node, "getTransaction", params, NodeCalls::health, false);
    }
  }

  private static Rpc.GetHealthResponse health(JsonNode found) {
    long latest = found.path("latestLedger").asLong();
    if (latest <= 0) {
      throw new NodeFailedException(NodeTrouble.SENSELESS, "an answer without latestLedger");
    }
    return new Rpc.GetHealthResponse(
        found.path("status").asText(),
        latest,
        found.path("latestLedgerCloseTime").asLong(),
        found.path("oldestLedger").asLong(),
        found.path("oldestLedgerCloseTime").asLong(),
        found.path("ledgerRetentionWindow").asLong());
  }

  /** Of a ledger that the node still has; this answer may be megabytes long. */
  private Optional<String> hash(RpcNode node, long ledger) {
    ObjectNode params = JsonNodeFactory.instance.objectNode();
    params.put("startLedger", ledger).putObject("pagination").put("limit", 1);
    try {
      JsonNode first =
          exchange(node, "getLedgers", params, found -> found.path("ledgers").path(0), false);
      return first.path("sequence").asLong() == ledger && first.path("hash").isTextual()
          ? Optional.of(first.path("hash").asText())
          : Optional.empty();
    } catch (RpcErrorException e) {
      LOG.debugf("node %s tells no hash of ledger %d: %s", node, ledger, e.getMessage());
      return Optional.empty();
    }
  }

  private static void noted(RpcNode node, Runnable check) {
    try {
      check.run();
    } catch (NodeFailedException e) {
      node.failed(e);
      throw e;
    }
  }

  private <T> T exchange(
      RpcNode node, String method, @Nullable ObjectNode params, Function<JsonNode, T> decode) {
    // that alone does not make it a node of ours
    return exchange(node, method, params, decode, !method.equals(WHICH));
  }

  /**
   * @param proves whether an answer shows that the node can be worked with
   */
  private <T> T exchange(
      RpcNode node,
      String method,
      @Nullable ObjectNode params,
      Function<JsonNode, T> decode,
      boolean proves) {
    try {
      T answer = decode.apply(node.call(method, params));
      if (proves) {
        node.answered();
      }
      count(method, "answered");
      return answer;
    } catch (NotAskedException e) {
      count(method, "not_asked");
      throw e;
    } catch (RpcErrorException e) {
      count(method, "error");
      if (ownFault(method, e)) {
        node.failed(e);
      } else if (proves) {
        // the node is there, it only refuses this call
        node.answered();
      }
      throw e;
    } catch (RpcException e) {
      count(method, NodeFailedException.of(e).code());
      node.failed(e);
      throw e;
    }
  }

  /** Whether an error is about the node; one in getHealth only says that its ledgers are late. */
  private static boolean ownFault(String method, RpcErrorException e) {
    boolean internal =
        e.code() == INTERNAL_ERROR
            || (e.code() >= SERVER_ERRORS_FROM && e.code() <= SERVER_ERRORS_TO);
    return internal && !method.equals("getHealth");
  }

  private void count(String method, String result) {
    metrics.counter("kale.rpc.calls", "method", method, "result", result).increment();
  }
}

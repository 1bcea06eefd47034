package org.kalepool.stellar.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Gatherers;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.NetworkStatus;
import org.kalepool.stellar.RpcErrorException;
import org.kalepool.stellar.RpcException;

/**
 * The methods of a Stellar RPC node, typed. Every method throws {@link RpcException} when the node
 * cannot be asked or its answer has not the expected shape.
 */
@ApplicationScoped
public class StellarRpc {
  private static final Logger LOG = Logger.getLogger(StellarRpc.class);

  /** The most keys a node takes in one getLedgerEntries. */
  public static final int MAX_KEYS = 200;

  /** The most patterns of topics that a node takes in one filter of getEvents. */
  private static final int PATTERNS_A_FILTER = 5;

  /** The most that it takes in one request, of five filters. */
  public static final int PATTERNS_A_READ = 25;

  /** Of no transaction. */
  static final String NOTHING = "0".repeat(64);

  private final NodeSet nodes;
  private final ObjectMapper json;
  private final NetworkWatch status;
  private final Identity identity;

  StellarRpc(
      RpcTransport transport,
      @Identifier(RpcTransports.JSON) ObjectMapper json,
      ConfiguredNetwork settings,
      NetworkWatch status,
      Identity identity,
      MeterRegistry metrics) {
    this.nodes = new NodeSet(transport, status, settings, identity, metrics);
    this.status = status;
    this.identity = identity;
    this.json = json;
  }

  /** Makes the container create this bean, and with it check the nodes' settings, at start. */
  void check(@Observes StartupEvent event) {}

  public Rpc.GetHealthResponse getHealth() {
    return ask(
        "getHealth",
        null,
        Rpc.GetHealthResponse.class,
        health -> require(health.latestLedger() > 0, "getHealth", "latestLedger"));
  }

  /**
   * The newest closed ledger, for a few hundred bytes: getLatestLedger has it too, and with it the
   * whole ledger, which is megabytes. A node that calls itself unhealthy, or is too old to tell the
   * close time with its health, tells both with any transaction.
   */
  public Chain.LedgerTip tip() {
    Chain.LedgerTip tip = newest();
    NetworkStatus.View seen = status.view();
    identity.followed(seen.ledger(), seen.closeTime());
    return tip;
  }

  private Chain.LedgerTip newest() {
    try {
      Rpc.GetHealthResponse health = getHealth();
      if (health.latestLedger() > 0 && health.latestLedgerCloseTime() > 0) {
        return new Chain.LedgerTip(health.latestLedger(), health.latestLedgerCloseTime());
      }
    } catch (RpcErrorException e) {
      LOG.debugf("the node is not well: %s", e.getMessage());
    }
    Rpc.GetTransactionResponse looked = getTransaction(NOTHING);
    if (looked.latestLedger() <= 0 || looked.latestLedgerCloseTime() <= 0) {
      throw new NodeFailedException(
          NodeTrouble.SENSELESS, "neither getHealth nor getTransaction tells the latest ledger");
    }
    return new Chain.LedgerTip(looked.latestLedger(), looked.latestLedgerCloseTime());
  }

  public Rpc.GetNetworkResponse getNetwork() {
    return ask("getNetwork", null, Rpc.GetNetworkResponse.class);
  }

  public Rpc.GetVersionInfoResponse getVersionInfo() {
    return ask("getVersionInfo", null, Rpc.GetVersionInfoResponse.class);
  }

  /** The newest ledger's header. Expensive for the node, which sends all of the ledger with it. */
  public Rpc.GetLatestLedgerResponse getLatestLedger() {
    return ask(
        "getLatestLedger",
        null,
        Rpc.GetLatestLedgerResponse.class,
        ledger -> require(ledger.sequence() > 0, "getLatestLedger", "sequence"));
  }

  public Rpc.GetFeeStatsResponse getFeeStats() {
    return ask("getFeeStats", null, Rpc.GetFeeStatsResponse.class);
  }

  /**
   * The entries with these keys that exist, as of one ledger.
   *
   * @param keys base64 XDR, 1 to {@link #MAX_KEYS}
   */
  public Rpc.GetLedgerEntriesResponse getLedgerEntries(Collection<String> keys) {
    if (keys.isEmpty() || keys.size() > MAX_KEYS) {
      throw new IllegalArgumentException("1 to 200 keys at once, not " + keys.size());
    }
    ObjectNode params = JsonNodeFactory.instance.objectNode();
    ArrayNode list = params.putArray("keys");
    keys.forEach(list::add);
    return ask(
        "getLedgerEntries",
        params,
        Rpc.GetLedgerEntriesResponse.class,
        entries -> {
          // an answer cut short must not be taken for entries that are gone
          require(entries.entries() != null, "getLedgerEntries", "entries");
          require(entries.latestLedger() > 0, "getLedgerEntries", "latestLedger");
        });
  }

  /**
   * The entries with these keys that exist, in as many calls as it takes, one after the other.
   *
   * @return one answer a call, each as of its own ledger
   */
  public List<Rpc.GetLedgerEntriesResponse> getManyLedgerEntries(Collection<String> keys) {
    return keys.stream()
        .gather(Gatherers.windowFixed(MAX_KEYS))
        .map(this::getLedgerEntries)
        .toList();
  }

  /**
   * Asks what a transaction would do now.
   *
   * @param envelope base64 XDR; signatures are not needed
   */
  public Rpc.SimulateTransactionResponse simulateTransaction(String envelope) {
    return ask(
        "simulateTransaction", envelopeOnly(envelope), Rpc.SimulateTransactionResponse.class);
  }

  public Rpc.SendTransactionResponse sendTransaction(String envelope) {
    return nodes.send(
        "sendTransaction",
        envelopeOnly(envelope),
        found -> typed("sendTransaction", found, Rpc.SendTransactionResponse.class));
  }

  /**
   * Asks what became of a transaction.
   *
   * @param hash 64 hexadecimal digits
   */
  public Rpc.GetTransactionResponse getTransaction(String hash) {
    ObjectNode params = JsonNodeFactory.instance.objectNode();
    params.put("hash", hash);
    return ask(
        "getTransaction",
        params,
        Rpc.GetTransactionResponse.class,
        looked -> {
          String about = looked.txHash();
          if (about != null && hash.length() == NOTHING.length() && !hash.equals(about)) {
            throw new NodeFailedException(
                NodeTrouble.SENSELESS, "getTransaction: the answer is about " + about);
          }
        });
  }

  /** The contract events of these contracts from this ledger on, at most {@code limit}. */
  public Rpc.GetEventsResponse getEvents(
      long startLedger, Collection<String> contracts, int limit) {
    return getEvents(startLedger, contracts, List.of(), limit);
  }

  /**
   * The same, of those events only whose topics match.
   *
   * @param topics patterns of base64 XDR or {@code *}, one a topic, at most {@link
   *     #PATTERNS_A_READ}; none for all events
   */
  public Rpc.GetEventsResponse getEvents(
      long startLedger, Collection<String> contracts, List<List<String>> topics, int limit) {
    ObjectNode params = JsonNodeFactory.instance.objectNode();
    params.put("startLedger", startLedger);
    ArrayNode filters = params.putArray("filters");
    if (topics.isEmpty()) {
      filter(filters, contracts);
    }
    for (int from = 0; from < topics.size(); from += PATTERNS_A_FILTER) {
      ArrayNode patterns = filter(filters, contracts).putArray("topics");
      topics
          .subList(from, Math.min(topics.size(), from + PATTERNS_A_FILTER))
          .forEach(pattern -> pattern.forEach(patterns.addArray()::add));
    }
    params.putObject("pagination").put("limit", limit);
    return ask(
        "getEvents",
        params,
        Rpc.GetEventsResponse.class,
        events -> {
          require(events.events() != null, "getEvents", "events");
          require(events.latestLedger() > 0, "getEvents", "latestLedger");
        });
  }

  private static ObjectNode filter(ArrayNode filters, Collection<String> contracts) {
    ObjectNode filter = filters.addObject().put("type", "contract");
    contracts.forEach(filter.putArray("contractIds")::add);
    return filter;
  }

  private static void require(boolean there, String method, String field) {
    if (!there) {
      throw new NodeFailedException(NodeTrouble.SENSELESS, method + ": an answer without " + field);
    }
  }

  private static ObjectNode envelopeOnly(String envelope) {
    return JsonNodeFactory.instance.objectNode().put("transaction", envelope);
  }

  private <T> T ask(String method, @Nullable ObjectNode params, Class<T> type) {
    return ask(method, params, type, any -> {});
  }

  /**
   * @param check throws {@link NodeFailedException} for an answer that lacks something; nothing of
   *     it counts then
   */
  private <T> T ask(String method, @Nullable ObjectNode params, Class<T> type, Consumer<T> check) {
    return nodes.read(
        method,
        params,
        found -> {
          T answer = typed(method, found, type);
          check.accept(answer);
          return answer;
        });
  }

  private <T> T typed(String method, JsonNode result, Class<T> type) {
    try {
      T value = json.treeToValue(result, type);
      if (value == null) {
        throw new NodeFailedException(NodeTrouble.SENSELESS, method + ": an answer without result");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new NodeFailedException(
          NodeTrouble.SENSELESS,
          method + ": an answer of another shape: " + e.getOriginalMessage(),
          e);
    }
  }
}

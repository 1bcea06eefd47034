package org.kalepool.stellar;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The methods of a Stellar RPC node, typed. Every method throws {@link RpcException} when the node
 * cannot be asked or its answer has not the expected shape.
 */
@ApplicationScoped
class StellarRpc {
  /** The most keys a node takes in one getLedgerEntries. */
  static final int MAX_KEYS = 200;

  private final RpcTransport transport;
  private final ObjectMapper json;
  private final NetworkSettings settings;
  private final NetworkStatus status;
  private final MeterRegistry metrics;

  StellarRpc(
      RpcTransport transport,
      ObjectMapper json,
      NetworkSettings settings,
      NetworkStatus status,
      MeterRegistry metrics) {
    this.transport = transport;
    this.json = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    this.settings = settings;
    this.status = status;
    this.metrics = metrics;
  }

  Rpc.Health getHealth() {
    Rpc.Health health = ask("getHealth", null, Rpc.Health.class);
    require(health.latestLedger() > 0, "getHealth", "latestLedger");
    status.saw(health.latestLedger(), health.latestLedgerCloseTime());
    return health;
  }

  Rpc.Network getNetwork() {
    return ask("getNetwork", null, Rpc.Network.class);
  }

  Rpc.Version getVersionInfo() {
    return ask("getVersionInfo", null, Rpc.Version.class);
  }

  Rpc.LatestLedger getLatestLedger() {
    Rpc.LatestLedger ledger = ask("getLatestLedger", null, Rpc.LatestLedger.class);
    require(ledger.sequence() > 0, "getLatestLedger", "sequence");
    status.saw(ledger.sequence(), ledger.closeTime());
    return ledger;
  }

  Rpc.FeeStats getFeeStats() {
    return ask("getFeeStats", null, Rpc.FeeStats.class);
  }

  /**
   * The entries with these keys that exist, as of one ledger.
   *
   * @param keys base64 XDR, 1 to {@link #MAX_KEYS}
   */
  Rpc.Entries getLedgerEntries(Collection<String> keys) {
    if (keys.isEmpty() || keys.size() > MAX_KEYS) {
      throw new IllegalArgumentException("1 to 200 keys at once, not " + keys.size());
    }
    ObjectNode params = JsonNodeFactory.instance.objectNode();
    ArrayNode list = params.putArray("keys");
    keys.forEach(list::add);
    Rpc.Entries entries = ask("getLedgerEntries", params, Rpc.Entries.class);
    // an answer cut short must not be taken for entries that are gone
    require(entries.entries() != null, "getLedgerEntries", "entries");
    require(entries.latestLedger() > 0, "getLedgerEntries", "latestLedger");
    status.saw(entries.latestLedger(), 0);
    return entries;
  }

  /**
   * The entries with these keys that exist, in as many calls as it takes, one after the other.
   *
   * @return one answer a call, each as of its own ledger
   */
  List<Rpc.Entries> getManyLedgerEntries(Collection<String> keys) {
    List<String> all = List.copyOf(keys);
    List<Rpc.Entries> answers = new ArrayList<>();
    for (int from = 0; from < all.size(); from += MAX_KEYS) {
      answers.add(getLedgerEntries(all.subList(from, Math.min(from + MAX_KEYS, all.size()))));
    }
    return answers;
  }

  /**
   * @param envelope base64 XDR; signatures are not needed
   */
  Rpc.Simulation simulateTransaction(String envelope) {
    return ask("simulateTransaction", envelopeOnly(envelope), Rpc.Simulation.class);
  }

  Rpc.Sent sendTransaction(String envelope) {
    Rpc.Sent sent = ask("sendTransaction", envelopeOnly(envelope), Rpc.Sent.class);
    status.saw(sent.latestLedger(), sent.latestLedgerCloseTime());
    return sent;
  }

  /**
   * @param hash 64 hexadecimal digits
   */
  Rpc.Looked getTransaction(String hash) {
    ObjectNode params = JsonNodeFactory.instance.objectNode();
    params.put("hash", hash);
    Rpc.Looked looked = ask("getTransaction", params, Rpc.Looked.class);
    if (looked.txHash() != null && hash.length() == 64 && !hash.equals(looked.txHash())) {
      throw new RpcException("getTransaction: the answer is about " + looked.txHash());
    }
    status.saw(looked.latestLedger(), looked.latestLedgerCloseTime());
    return looked;
  }

  /** The contract events of these contracts from this ledger on, at most {@code limit}. */
  Rpc.Events getEvents(long startLedger, Collection<String> contracts, int limit) {
    return getEvents(startLedger, contracts, List.of(), limit);
  }

  /**
   * The same, of those events only whose topics match.
   *
   * @param topics patterns of base64 XDR or {@code *}, one a topic; none for all events
   */
  Rpc.Events getEvents(
      long startLedger, Collection<String> contracts, List<List<String>> topics, int limit) {
    ObjectNode params = JsonNodeFactory.instance.objectNode();
    params.put("startLedger", startLedger);
    ObjectNode filter = params.putArray("filters").addObject();
    filter.put("type", "contract");
    contracts.forEach(filter.putArray("contractIds")::add);
    if (!topics.isEmpty()) {
      ArrayNode patterns = filter.putArray("topics");
      topics.forEach(pattern -> pattern.forEach(patterns.addArray()::add));
    }
    params.putObject("pagination").put("limit", limit);
    Rpc.Events events = ask("getEvents", params, Rpc.Events.class);
    require(events.events() != null, "getEvents", "events");
    require(events.latestLedger() > 0, "getEvents", "latestLedger");
    return events;
  }

  private static void require(boolean there, String method, String field) {
    if (!there) {
      throw new RpcException(method + ": an answer without " + field);
    }
  }

  private static ObjectNode envelopeOnly(String envelope) {
    return JsonNodeFactory.instance.objectNode().put("transaction", envelope);
  }

  /** Asks the node, after making sure, once after every outage, that it serves our network. */
  private <T> T ask(String method, @Nullable ObjectNode params, Class<T> type) {
    if (status.admit()) {
      Rpc.Network network = exchange("getNetwork", null, Rpc.Network.class);
      status.serves(network.passphrase(), settings.network().passphrase());
    }
    return exchange(method, params, type);
  }

  private <T> T exchange(String method, @Nullable ObjectNode params, Class<T> type) {
    try {
      T answer = typed(method, transport.call(method, params), type);
      status.answered();
      count(method, "answered");
      return answer;
    } catch (RpcErrorException e) {
      // the node is there, it only refuses this call
      status.answered();
      count(method, "error");
      throw e;
    } catch (RpcException e) {
      status.failed(e);
      count(method, "failed");
      throw e;
    }
  }

  private void count(String method, String result) {
    metrics.counter("kale.rpc.calls", "method", method, "result", result).increment();
  }

  private <T> T typed(String method, JsonNode result, Class<T> type) {
    try {
      T value = json.treeToValue(result, type);
      if (value == null) {
        throw new RpcException(method + ": an answer without result");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new RpcException(method + ": an answer of another shape: " + e.getOriginalMessage(), e);
    }
  }
}

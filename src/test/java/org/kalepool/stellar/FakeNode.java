package org.kalepool.stellar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.stellar.rpc.RpcTransport;
import org.kalepool.stellar.rpc.TestNetwork;
import org.kalepool.stellar.xdr.LedgerKeys;

/**
 * A node with accounts and ledgers that close on command, and that can fail in every way that
 * matters to a lane. Contracts are not run: simulations are answered as told.
 */
@Alternative
@Singleton
public final class FakeNode implements RpcTransport {
  private record Refusal(int code, long feeCharged) {}

  private record Done(long ledger, long closeTime, String status, String result) {}

  private final ObjectMapper json = new ObjectMapper();
  private final Map<Address, Long> sequences = new HashMap<>();
  private final Map<Address, SentTransaction> pending = new LinkedHashMap<>();
  private final Map<String, Done> done = new HashMap<>();
  private final Deque<JsonNode> simulations = new ArrayDeque<>();
  private final Deque<Refusal> refusals = new ArrayDeque<>();
  private final Map<String, String> entries = new HashMap<>();

  /** Envelopes in the order they came, also those refused. */
  public final List<String> sent = new ArrayList<>();

  public long ledger;
  public long closeTime = 1_700_000_000;
  public long oldestLedger;

  /** Ledgers that reads and look-ups are behind. */
  public long lag;

  /** Ledgers that reads of entries alone are behind, as far as they tell. */
  public long entriesLag;

  /** Whether it knows getLedgers, and what its ledgers' hashes begin with. */
  public boolean tellHashes;

  public String hashes = "aa";
  private final Map<Address, Long> forgotten = new HashMap<>();

  public boolean down;
  public boolean loseSendAnswers;
  public boolean dropSends;

  /** What becomes of answers on their way. */
  public interface Damage {
    JsonNode done(String method, JsonNode answer);
  }

  public Damage damage = (method, answer) -> answer;

  public @Nullable Address mergedAway;
  private final Map<Address, Long> before = new HashMap<>();

  FakeNode() {
    reset();
  }

  public void reset() {
    sequences.clear();
    pending.clear();
    done.clear();
    simulations.clear();
    refusals.clear();
    entries.clear();
    before.clear();
    sent.clear();
    // network time never goes back, not even between tests
    ledger += 1_000;
    closeTime += 10_000;
    oldestLedger = 1;
    lag = 0;
    entriesLag = 0;
    tellHashes = false;
    hashes = "aa";
    down = false;
    loseSendAnswers = false;
    dropSends = false;
    damage = (method, answer) -> answer;
    mergedAway = null;
  }

  public void account(Address account, long sequence) {
    sequences.put(account, sequence);
  }

  public long sequence(Address account) {
    return Objects.requireNonNull(sequences.get(account));
  }

  public void entry(String key, String xdr) {
    entries.put(key, xdr);
  }

  /** The next simulation is answered with this result. */
  public void simulate(JsonNode result) {
    simulations.add(result);
  }

  /** The next send is refused with this transaction result code. */
  public void refuse(int code) {
    refuse(code, 100);
  }

  /** The next send is refused with this code; so high a fee would have been enough. */
  public void refuse(int code, long feeCharged) {
    refusals.add(new Refusal(code, feeCharged));
  }

  /** Somebody else uses the account's next sequence number. */
  public void useSequence(Address account) {
    sequences.merge(account, 1L, Long::sum);
  }

  /** Closes a ledger five seconds after the last; what is pending and still valid lands. */
  public void close() {
    closeAfter(5);
  }

  public void closeAfter(long seconds) {
    ledger++;
    closeTime += seconds;
    before.clear();
    before.putAll(sequences);
    for (SentTransaction tx : List.copyOf(pending.values())) {
      if (sequence(tx.source()) + 1 == tx.sequence() && closeTime <= tx.maxTime()) {
        sequences.put(tx.source(), tx.sequence());
        done.put(tx.hash(), new Done(ledger, closeTime, "SUCCESS", NodeXdr.LANDED));
      }
    }
    pending.clear();
  }

  public int inFlight() {
    return pending.size();
  }

  @Override
  public JsonNode call(String method, @Nullable ObjectNode params) {
    if (down) {
      throw new RpcException("connection refused");
    }
    return damage.done(method, answer(method, params));
  }

  private JsonNode answer(String method, @Nullable ObjectNode params) {
    return switch (method) {
      case "getNetwork" -> json.createObjectNode().put("passphrase", TestNetwork.PASSPHRASE);
      case "getLedgers" -> ledgers(Objects.requireNonNull(params).path("startLedger").asLong());
      case "getHealth", "getLatestLedger" ->
          json.createObjectNode()
              .put("oldestLedger", oldestLedger)
              .put("latestLedger", ledger)
              .put("sequence", ledger)
              .put("closeTime", closeTime)
              .put("latestLedgerCloseTime", closeTime);
      case "getFeeStats" -> json.createObjectNode();
      case "getLedgerEntries" -> entries(Objects.requireNonNull(params));
      case "simulateTransaction" -> simulations.remove();
      case "sendTransaction" -> send(Objects.requireNonNull(params).path("transaction").asText());
      case "getTransaction" -> look(Objects.requireNonNull(params).path("hash").asText());
      default -> throw new RpcErrorException(-32601, "method not found: " + method);
    };
  }

  private ObjectNode ledgers(long start) {
    if (!tellHashes) {
      throw new RpcErrorException(-32601, "method not found");
    }
    ObjectNode result = json.createObjectNode();
    result
        .putArray("ledgers")
        .addObject()
        .put("sequence", start)
        .put("hash", hashes + String.format("%062x", start));
    return result;
  }

  /** As a network that was made anew: no accounts, no transactions. */
  public void forgetEverything() {
    forgotten.putAll(sequences);
    sequences.clear();
    pending.clear();
    done.clear();
  }

  public void rememberAgain() {
    sequences.putAll(forgotten);
  }

  private ObjectNode entries(ObjectNode params) {
    ObjectNode result = json.createObjectNode();
    ArrayNode found = result.putArray("entries");
    for (JsonNode key : params.path("keys")) {
      String text = key.asText();
      String xdr = entries.containsKey(text) ? entries.get(text) : account(text);
      if (xdr != null) {
        found.addObject().put("key", text).put("xdr", xdr).put("liveUntilLedgerSeq", 9_999_999);
      }
    }
    return result.put("latestLedger", ledger - lag - entriesLag);
  }

  private @Nullable String account(String key) {
    for (Map.Entry<Address, Long> account : (lag > 0 ? before : sequences).entrySet()) {
      if (LedgerKeys.text(LedgerKeys.account(account.getKey())).equals(key)
          && !account.getKey().equals(mergedAway)) {
        return NodeXdr.account(account.getKey(), account.getValue());
      }
    }
    return null;
  }

  private ObjectNode send(String envelope) {
    sent.add(envelope);
    ObjectNode answer =
        json.createObjectNode().put("latestLedger", ledger).put("latestLedgerCloseTime", closeTime);
    if (dropSends) {
      throw new RpcException("timed out");
    }
    Refusal refusal = refusals.poll();
    if (refusal != null) {
      return refused(answer, refusal.code(), refusal.feeCharged());
    }
    SentTransaction tx = SentTransaction.read(envelope);
    if (tx.sequence() <= sequence(tx.source()) && !done.containsKey(tx.hash())
        || tx.sequence() > sequence(tx.source()) + 1) {
      return refused(answer, -5);
    }
    if (closeTime >= tx.maxTime()) {
      return refused(answer, -3);
    }
    SentTransaction waiting = pending.putIfAbsent(tx.source(), tx);
    if (loseSendAnswers) {
      throw new RpcException("timed out");
    }
    return answer.put(
        "status",
        waiting == null
            ? "PENDING"
            : waiting.hash().equals(tx.hash()) ? "DUPLICATE" : "TRY_AGAIN_LATER");
  }

  private static ObjectNode refused(ObjectNode answer, int code) {
    return refused(answer, code, 100);
  }

  private static ObjectNode refused(ObjectNode answer, int code, long feeCharged) {
    return answer.put("status", "ERROR").put("errorResultXdr", NodeXdr.refusal(code, feeCharged));
  }

  private ObjectNode look(String hash) {
    ObjectNode answer =
        json.createObjectNode()
            .put("latestLedger", ledger - lag)
            .put("latestLedgerCloseTime", closeTime - 5 * lag)
            .put("oldestLedger", oldestLedger);
    Done found = done.get(hash);
    if (found == null || found.ledger() > ledger - lag || found.ledger() < oldestLedger) {
      return answer.put("status", "NOT_FOUND");
    }
    return answer
        .put("status", found.status())
        .put("ledger", found.ledger())
        .put("createdAt", found.closeTime())
        .put("txHash", hash)
        .put("resultXdr", found.result());
  }
}

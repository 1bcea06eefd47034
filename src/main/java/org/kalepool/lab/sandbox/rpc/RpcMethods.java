package org.kalepool.lab.sandbox.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.kalepool.kale.Hash;
import org.kalepool.lab.sandbox.fault.FaultSchedule;
import org.kalepool.lab.sandbox.ledger.ClosedLedger;
import org.kalepool.lab.sandbox.ledger.EntryXdr;
import org.kalepool.lab.sandbox.ledger.Headers;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Keys;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.ledger.View;
import org.kalepool.lab.sandbox.transaction.Network;
import org.kalepool.lab.sandbox.transaction.SignedTransaction;
import org.kalepool.lab.sandbox.xdr.XdrOut;
import org.stellar.sdk.xdr.LedgerKey;

/** The methods of stellar-rpc, with its field names, its words and its errors. */
public final class RpcMethods {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int MOST_KEYS = 200;
  private static final int LIFE = 9;

  private final Network network;
  private final Simulator simulator;
  private final String passphrase;
  private final FaultSchedule faults;
  private final EventAnswers events;
  private volatile int ledgerBytes = 1 << 20;

  public RpcMethods(Network network, Simulator simulator, String passphrase, FaultSchedule faults) {
    this.network = network;
    this.simulator = simulator;
    this.passphrase = passphrase;
    this.faults = faults;
    this.events = new EventAnswers(network);
  }

  /** How long the metadata is that getLatestLedger sends, bytes before base64. */
  public void ledgerBytes(int bytes) {
    ledgerBytes = bytes;
  }

  /**
   * @param friendbotUrl where accounts are funded
   */
  ObjectNode call(String method, JsonNode params, String friendbotUrl) throws RpcFault {
    return switch (method) {
      case "getHealth" -> health();
      case "getVersionInfo" -> version();
      case "getNetwork" ->
          JSON.objectNode()
              .put("friendbotUrl", friendbotUrl)
              .put("passphrase", passphrase)
              .put("protocolVersion", Headers.PROTOCOL);
      case "getLatestLedger" -> latestLedger();
      case "getLedgers" -> LedgerAnswers.many(network, params, ledgerBytes);
      case "getFeeStats" -> FeeStats.of(network);
      case "getLedgerEntries" -> ledgerEntries(params);
      case "simulateTransaction" -> simulate(params);
      case "sendTransaction" -> send(params);
      case "getTransaction" -> transaction(hash(text(params, "hash")));
      case "getTransactions" -> TxAnswers.many(network, params);
      case "getEvents" -> events.answer(params);
      default -> throw new RpcFault(RpcFault.METHOD_NOT_FOUND, "method not found", method);
    };
  }

  /** The latest ledger as far as the node that is asked has it. */
  private ClosedLedger latest() {
    return network.back(faults.behind());
  }

  private ObjectNode health() {
    Ledger latest = latest().ledger();
    return JSON.objectNode()
        .put("status", "healthy")
        .put("latestLedger", latest.sequence())
        .put("latestLedgerCloseTime", Long.toString(latest.closeTime()))
        .put("oldestLedger", network.oldest().sequence())
        .put("oldestLedgerCloseTime", Long.toString(network.oldest().closeTime()))
        .put("ledgerRetentionWindow", network.retention());
  }

  private static ObjectNode version() {
    return JSON.objectNode()
        .put("version", "28.0.0-sandbox")
        .put("commitHash", "")
        .put("buildTimestamp", "")
        .put("captiveCoreVersion", "kale-pool sandbox")
        .put("protocolVersion", Headers.PROTOCOL);
  }

  private ObjectNode latestLedger() {
    ClosedLedger latest = latest();
    Hash before = network.hashBefore(latest.ledger().sequence());
    return JSON.objectNode()
        .put("id", latest.hash().hex())
        .put("protocolVersion", Headers.PROTOCOL)
        .put("sequence", latest.ledger().sequence())
        .put("closeTime", Long.toString(latest.ledger().closeTime()))
        .put("headerXdr", latest.header())
        .put("metadataXdr", Headers.closeMeta(latest, before, ledgerBytes));
  }

  private ObjectNode transaction(Hash hash) {
    ObjectNode answer = TxAnswers.one(network, hash);
    if (faults.behind() == 0) {
      return answer;
    }
    Ledger latest = latest().ledger();
    if (answer.path("ledger").asLong() > latest.sequence()) {
      answer = TxAnswers.one(network, Hash.ZERO).put("txHash", hash.hex());
    }
    return answer
        .put("latestLedger", latest.sequence())
        .put("latestLedgerCloseTime", Long.toString(latest.closeTime()));
  }

  private ObjectNode ledgerEntries(JsonNode params) throws RpcFault {
    JsonNode keys = params.path("keys");
    if (!keys.isArray() || keys.isEmpty()) {
      throw new RpcFault(
          RpcFault.INTERNAL, "could not query captive core: no keys specified in request");
    }
    if (keys.size() > MOST_KEYS) {
      throw new RpcFault(
          RpcFault.INVALID_PARAMS,
          "key count (" + keys.size() + ") exceeds maximum supported (" + MOST_KEYS + ")");
    }
    if (StreamSupport.stream(keys.spliterator(), false).distinct().count() < keys.size()) {
      throw new RpcFault(
          RpcFault.INTERNAL,
          "could not query captive core: http request failed with non-200 status code (404)");
    }
    long seen = network.back(faults.lag()).ledger().sequence();
    View view = network.store().asOf(seen);
    ArrayNode entries = JSON.arrayNode();
    boolean json = text(params, "xdrFormat").equals("json");
    for (int i = 0; i < keys.size(); i++) {
      String text = keys.get(i).asText();
      Key key = key(text, i);
      StoredEntry entry = view.get(key);
      if (entry != null) {
        entries.add(entry(text, key, entry, seen, json));
      }
    }
    return JSON.objectNode().<ObjectNode>set("entries", entries).put("latestLedger", seen);
  }

  private static ObjectNode entry(
      String text, Key key, StoredEntry entry, long ledger, boolean json) {
    ObjectNode plain = json ? EntryJson.of(key, entry).orElse(null) : null;
    XdrOut sponsor = new XdrOut();
    EntryXdr.writeSponsor(sponsor, entry.sponsor());
    ObjectNode shown =
        plain != null
            ? plain
            : JSON.objectNode()
                .put("key", text)
                .put("xdr", EntryXdr.dataBase64(key, entry.data()))
                .put("lastModifiedLedgerSeq", entry.modified());
    if (entry.liveUntil() != 0) {
      // a life that is over is told as none
      shown.put("liveUntilLedgerSeq", entry.expiredIn(ledger) ? 0 : entry.liveUntil());
    }
    return plain != null ? shown.put("extJson", "v0") : shown.put("extXdr", sponsor.base64());
  }

  private static Key key(String text, int at) throws RpcFault {
    try {
      byte[] xdr = Base64.getDecoder().decode(text);
      ByteBuffer bytes = ByteBuffer.wrap(xdr);
      // the SDK does not know the settings that came after Protocol 21
      if (xdr.length == 8 && bytes.getInt() == 8) {
        return new Key.Config(bytes.getInt());
      }
      if (xdr.length == 36 && ByteBuffer.wrap(xdr).getInt() == LIFE) {
        throw new RpcFault(
            RpcFault.INVALID_PARAMS, "ledger ttl entries cannot be queried directly");
      }
      return Keys.of(LedgerKey.fromXdrByteArray(xdr));
    } catch (IOException | RuntimeException e) {
      throw new RpcFault(
          RpcFault.INVALID_PARAMS, "cannot unmarshal key value " + text + " at index " + at);
    }
  }

  private ObjectNode simulate(JsonNode params) {
    var tx =
        SignedTransaction.parse(params.path("transaction").asText(), network.rules().networkId());
    if (tx.isEmpty()) {
      return JSON.objectNode()
          .put("error", "Could not unmarshal transaction")
          .put("latestLedger", 0);
    }
    long behind = faults.lag();
    ClosedLedger seen = network.back(behind);
    View view = behind == 0 ? network.store() : network.store().asOf(seen.ledger().sequence());
    return simulator.simulate(tx.get(), params, view, seen.ledger());
  }

  private ObjectNode send(JsonNode params) throws RpcFault {
    SignedTransaction tx = envelope(params);
    if (faults.refusesForNow()) {
      return sent(Network.Sent.of(Network.SendStatus.TRY_AGAIN_LATER, tx.hash()));
    }
    Network.Sent sent = network.send(tx, network.rules().baseFee());
    if (sent.status() == Network.SendStatus.PENDING
        && faults.happens(FaultSchedule.Kind.PASSED_OVER)) {
      network.passOver(tx.hash());
    }
    return sent(sent);
  }

  private ObjectNode sent(Network.Sent sent) {
    ObjectNode answer = JSON.objectNode();
    if (sent.refusal() != null) {
      answer.put("errorResultXdr", sent.refusal());
    }
    if (sent.diagnosis() != null) {
      answer.putArray("diagnosticEventsXdr").add(sent.diagnosis());
    }
    return answer
        .put("status", sent.status().name())
        .put("hash", sent.hash().hex())
        .put("latestLedger", latest().ledger().sequence())
        .put("latestLedgerCloseTime", Long.toString(latest().ledger().closeTime()));
  }

  /** Answers as if it had taken the transaction up. */
  ObjectNode pretendToSend(JsonNode params) throws RpcFault {
    SignedTransaction tx = envelope(params);
    return sent(Network.Sent.of(Network.SendStatus.PENDING, tx.hash()));
  }

  /** Answers as if it had taken the transaction up, which it will in so many ledgers. */
  ObjectNode sendLate(JsonNode params, int ledgers) throws RpcFault {
    network.sendLate(envelope(params), network.latest().sequence() + ledgers);
    return pretendToSend(params);
  }

  private SignedTransaction envelope(JsonNode params) throws RpcFault {
    return SignedTransaction.parse(params.path("transaction").asText(), network.rules().networkId())
        .orElseThrow(() -> new RpcFault(RpcFault.INVALID_PARAMS, "invalid_xdr"));
  }

  private static Hash hash(String text) throws RpcFault {
    if (text.length() != 64) {
      throw new RpcFault(RpcFault.INVALID_PARAMS, "unexpected hash length (" + text.length() + ")");
    }
    try {
      return Hash.ofHex(text.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new RpcFault(RpcFault.INVALID_PARAMS, "incorrect hash: " + e.getMessage());
    }
  }

  private static String text(JsonNode params, String name) {
    return params.path(name).asText();
  }
}

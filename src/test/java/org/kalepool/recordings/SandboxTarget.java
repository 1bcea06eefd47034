package org.kalepool.recordings;

import static org.kalepool.recordings.GameJson.NODES;
import static org.kalepool.recordings.GameJson.address;
import static org.kalepool.recordings.GameJson.field;
import static org.kalepool.recordings.GameJson.number;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Farm;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Trustline;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.sandbox.SandboxConfig;
import org.kalepool.lab.sandbox.SandboxConfigBuilder;
import org.kalepool.stellar.xdr.AdapterXdr;

/**
 * The sandbox, spoken to over its JSON-RPC: every call is a transaction of its own, those of one
 * ledger are sent in order before the ledger closes, and the state is read back as entries.
 */
final class SandboxTarget implements ReplayTarget {
  private static final Address CARRIER = Address.account(new byte[32]);
  private static final Xlm PLENTY = Xlm.ofStroops(1_000_000_000_0000000L);

  private @Nullable Session session;

  /** One running sandbox and what is known of it. */
  private static final class Session {
    final Sandbox sandbox;
    final RpcConversation rpc;
    final RecordedTransactions transactions;
    final Address contract;
    final SandboxConfig config;
    Map<String, RpcConversation.Entry> entries = Map.of();

    Session(SandboxConfig config, Address contract) {
      this.config = config;
      this.contract = contract;
      this.sandbox = Sandbox.start(config);
      this.rpc = new RpcConversation(sandbox.rpcUrl());
      this.transactions =
          new RecordedTransactions(config, contract, CARRIER, config.initialLedger() << 32);
    }
  }

  @Override
  public boolean showsStateWithinLedger() {
    return false;
  }

  @Override
  public void start(JsonNode header) {
    Address contract = address(header, "contract");
    // the first call may be in the header's own ledger, so that is the first one to close
    SandboxConfigBuilder config =
        SandboxConfig.replay(
                contract,
                GameJson.farm(header),
                number(header, "ledger") - 1,
                number(header, "time"),
                number(header, "minTempTtl"))
            .with()
            .farmWasm(farmWasm())
            .account(CARRIER, PLENTY, null);
    for (JsonNode farmer : field(header, "farmers")) {
      config.account(holding(farmer));
    }
    close();
    session = new Session(config.build(), contract);
    read(List.of());
  }

  /** The contract's own code in place of the rules in Java, where somebody has brought it. */
  private static @Nullable Path farmWasm() {
    String file = System.getProperty("kale.farm.wasm", "");
    return file.isEmpty() ? null : Path.of(file);
  }

  private static SandboxConfig.Holding holding(JsonNode farmer) {
    Trustline line = GameJson.trustline(farmer);
    return new SandboxConfig.Holding(
        address(farmer, "address"),
        Xlm.ofStroops(100_0000000L),
        line == null ? null : line.balance(),
        line == null ? Kale.ZERO : line.limit());
  }

  @Override
  public List<ObjectNode> apply(List<JsonNode> calls) {
    Session now = started();
    long index = farm().index();
    List<String> hashes = new ArrayList<>();
    // a ledger can open one block by time, and one more for each that is removed in it
    int bumps = 1;
    for (JsonNode call : calls) {
      hashes.add(now.rpc.send(now.transactions.envelope(call, index, bumps)));
      bumps += field(call, "call").textValue().equals("remove_block") ? 1 : 0;
    }
    long ledger = number(calls.getFirst(), "ledger");
    now.sandbox.closeLedger(ledger, number(calls.getFirst(), "time"));
    List<ObjectNode> answers = new ArrayList<>();
    Map<String, JsonNode> results = now.rpc.transactionsOf(ledger);
    for (int i = 0; i < calls.size(); i++) {
      JsonNode result = results.get(hashes.get(i));
      if (result == null) {
        throw new RecordingException("not in its ledger: " + calls.get(i));
      }
      answers.add(RecordedTransactions.answer(calls.get(i), result));
    }
    read(calls);
    return answers;
  }

  /** Reads all that the calls' {@code after} show, in one request. */
  private void read(List<JsonNode> calls) {
    Session now = started();
    List<String> keys = new ArrayList<>();
    keys.add(AdapterXdr.instanceKey(now.contract));
    for (JsonNode call : calls) {
      long index = number(field(call, "after"), "index");
      keys.add(AdapterXdr.blockKey(now.contract, index));
      Address farmer = farmer(call);
      if (farmer != null) {
        keys.add(AdapterXdr.pailKey(now.contract, farmer, index));
        keys.add(now.transactions.trustlineKey(farmer));
      }
    }
    now.entries = now.rpc.entries(keys.stream().distinct().toList());
  }

  @Override
  public ObjectNode after(JsonNode call) {
    Session now = started();
    Farm farm = farm();
    JsonNode args = field(call, "args");
    long shown = number(field(call, "after"), "index");
    ObjectNode after =
        NODES
            .objectNode()
            .put("farmIndex", farm.index())
            .put("paused", farm.paused())
            .put("index", args.has("index") ? number(args, "index") : farm.index());
    after.set("farmBlock", GameJson.json(farm.observed()));
    RpcConversation.Entry block = now.entries.get(AdapterXdr.blockKey(now.contract, shown));
    after.set(
        "block",
        block == null
            ? null
            : GameJson.json(AdapterXdr.block(AdapterXdr.value(block.xdr())))
                .put("liveUntil", block.liveUntil()));
    putFarmer(after, now, farmer(call), shown);
    return after;
  }

  private static void putFarmer(
      ObjectNode after, Session now, @Nullable Address farmer, long index) {
    after.putNull("pail").putNull("balance");
    if (farmer == null) {
      return;
    }
    RpcConversation.Entry pail = now.entries.get(AdapterXdr.pailKey(now.contract, farmer, index));
    if (pail != null) {
      after.set(
          "pail",
          GameJson.json(AdapterXdr.pail(AdapterXdr.value(pail.xdr())))
              .put("liveUntil", pail.liveUntil()));
    }
    RpcConversation.Entry line = now.entries.get(now.transactions.trustlineKey(farmer));
    if (line != null) {
      after.put("balance", Long.toString(RecordedTransactions.balance(line.xdr())));
    }
  }

  private Farm farm() {
    Session now = started();
    String key = AdapterXdr.instanceKey(now.contract);
    return AdapterXdr.farm(Objects.requireNonNull(now.entries.get(key), "instance").xdr());
  }

  private static @Nullable Address farmer(JsonNode call) {
    JsonNode args = field(call, "args");
    return args.has("farmer") ? address(args, "farmer") : null;
  }

  private Session started() {
    return Objects.requireNonNull(session, "not started");
  }

  @Override
  public void close() {
    if (session != null) {
      session.sandbox.close();
      session = null;
    }
  }
}

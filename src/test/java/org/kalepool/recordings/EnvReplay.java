package org.kalepool.recordings;

import static org.kalepool.recordings.GameJson.NODES;
import static org.kalepool.recordings.GameJson.field;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.host.EntryChange;
import org.kalepool.lab.sandbox.host.EntryKey;
import org.kalepool.lab.sandbox.host.EntryState;
import org.kalepool.lab.sandbox.host.HostCosts;
import org.kalepool.lab.sandbox.host.HostRequest;
import org.kalepool.lab.sandbox.host.HostResult;
import org.kalepool.lab.sandbox.host.Natives;
import org.kalepool.lab.sandbox.host.SorobanHost;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** Calls of the contract environment, line by line against the sandbox's host. */
final class EnvReplay {
  private static final int NONCE = 21;
  private static final byte[] SEED = new byte[32];

  private final Recording recording;
  private final EnvLedger ledger;
  private final SorobanHost host = new SorobanHost(Natives.NONE, HostCosts.builtIn());

  /** Far from those that entries have. */
  private long nonces = 1L << 62;

  EnvReplay(Recording recording) {
    this.recording = recording;
    this.ledger = EnvLedger.of(recording.file(), recording.lines().getFirst());
  }

  Optional<Difference> firstDifference() {
    for (int i = 1; i < recording.lines().size(); i++) {
      Optional<Difference> difference = difference(i);
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  /** Replays one line; the state carries on to the next whatever came of it. */
  Optional<Difference> difference(int at) {
    JsonNode line = recording.lines().get(at);
    ObjectNode got;
    try {
      HostResult result = run(line);
      got = answer(line, result);
      ledger.apply(result.changes());
    } catch (RuntimeException e) {
      throw new RecordingException(
          recording.file() + " line " + (at + 1) + " cannot be replayed: " + e, e);
    }
    return JsonComparison.first("", wanted(line), got)
        .map(
            mismatch ->
                new Difference(
                    recording.file(), at + 1, mismatch.field(), mismatch.wanted(), mismatch.got()));
  }

  /** What a call came to: its value, or its error. */
  static String outcome(HostResult result) {
    return switch (result.outcome()) {
      case HostResult.Outcome.Returned returned -> base64(returned.value());
      case HostResult.Outcome.Failed failed -> failed.fault().text();
    };
  }

  void apply(HostResult result) {
    ledger.apply(result.changes());
  }

  /** Runs a call; what it touches and what would have to be allowed is written down. */
  HostResult run(JsonNode line) {
    return run(line, new HostRequest.Access.Recorded());
  }

  HostResult run(JsonNode line, HostRequest.Access access) {
    HostRequest.Authorization authorization;
    if (mocked(line)) {
      authorization = new HostRequest.Authorization.Recorded(true, () -> nonces++);
    } else {
      List<byte[]> entries = new ArrayList<>();
      for (JsonNode entry : field(line, "auth")) {
        entries.add(Base64.getDecoder().decode(entry.textValue()));
      }
      authorization = new HostRequest.Authorization.Given(entries);
    }
    return host.run(
        ledger,
        ledger.during(field(line, "ledger")),
        new HostRequest(function(line), ledger.source(), authorization, access, SEED));
  }

  private static boolean mocked(JsonNode line) {
    return field(line, "auth").asText().equals("mock-all");
  }

  private byte[] function(JsonNode line) {
    if (line.has("hostFunction")) {
      return EnvLedger.base64(line, "hostFunction");
    }
    Address contract = ledger.address(field(line, "contract").textValue());
    XdrOut out = new XdrOut().int32(0).raw(EnvLedger.scAddress(contract));
    out.string(field(line, "fn").textValue());
    out.int32(field(line, "args").size());
    for (JsonNode arg : field(line, "args")) {
      out.raw(Base64.getDecoder().decode(arg.textValue()));
    }
    return out.bytes();
  }

  /** The fields that are compared; keys of nonces that were drawn are left out. */
  private static ObjectNode wanted(JsonNode line) {
    ObjectNode wanted = NODES.objectNode();
    for (String name : List.of("result", "events", "storageAfter", "auths")) {
      wanted.set(name, line.has(name) ? line.get(name) : NODES.arrayNode());
    }
    if (line.has("footprint")) {
      XdrKeys keys = new XdrKeys(EnvLedger.base64(line, "footprint"));
      wanted.set("footprint", footprint(keys.list(), keys.list(), mocked(line)));
    }
    wanted.set("restored", line.has("restored") ? line.get("restored") : NODES.arrayNode());
    return wanted;
  }

  private ObjectNode answer(JsonNode line, HostResult result) {
    ObjectNode got = NODES.objectNode();
    boolean done = false;
    switch (result.outcome()) {
      case HostResult.Outcome.Returned returned -> {
        done = true;
        got.put("result", base64(returned.value()));
      }
      case HostResult.Outcome.Failed failed ->
          got.putObject("result")
              .put("error", base64(failed.fault().xdr()))
              .put("text", failed.fault().text());
    }
    ArrayNode events = got.putArray("events");
    result.events().forEach(event -> events.add(base64(event)));
    got.set("storageAfter", changes(result.changes(), mocked(line)));
    ArrayNode auths = got.putArray("auths");
    if (done) {
      result.auths().forEach(auth -> auths.add(auth(auth)));
    }
    if (line.has("footprint")) {
      HostResult.HostFootprint print = result.footprint();
      got.set("footprint", footprint(print.readOnly(), print.readWrite(), mocked(line)));
    }
    ArrayNode restored = got.putArray("restored");
    if (done) {
      result.footprint().restored().forEach(key -> restored.add(key.base64()));
    }
    return got;
  }

  private static ObjectNode auth(HostResult.RecordedAuth auth) {
    return NODES
        .objectNode()
        .put("address", address(auth.address()).text())
        .put("source", auth.bySource())
        .put("invocation", base64(auth.invocation()));
  }

  private ArrayNode changes(List<EntryChange> changes, boolean mocked) {
    ArrayNode nodes = NODES.arrayNode();
    for (EntryChange change : changes) {
      if (mocked && isNonce(change.key())) {
        continue;
      }
      nodes.add(change(change));
    }
    return nodes;
  }

  private ObjectNode change(EntryChange change) {
    EntryState after = change.after();
    byte[] key = change.key().bytes();
    if (change.key().isCode()) {
      return NODES
          .objectNode()
          .put("durability", "code")
          .put("hash", HexFormat.of().formatHex(key, 4, 36))
          .put("liveUntil", after == null ? null : after.liveUntil());
    }
    int ownerEnd = 4 + ownerLength(key);
    byte[] name = Arrays.copyOfRange(key, ownerEnd, key.length - 4);
    String durability =
        change.key().isTemporary()
            ? "temporary"
            : name.length == 4 && name[3] == 20 ? "instance" : "persistent";
    ObjectNode node =
        NODES
            .objectNode()
            .put("contract", ledger.name(address(Arrays.copyOfRange(key, 4, ownerEnd))))
            .put("durability", durability)
            .put("key", base64(name));
    if (after == null) {
      return node.putNull("val").putNull("liveUntil");
    }
    byte[] data = after.data();
    return node.put("val", base64(Arrays.copyOfRange(data, 4 + key.length, data.length)))
        .put("liveUntil", after.liveUntil());
  }

  private static int ownerLength(byte[] key) {
    return key[7] == 0 ? 40 : 36;
  }

  private static boolean isNonce(EntryKey key) {
    byte[] xdr = key.bytes();
    return xdr[3] == 6 && xdr[4 + ownerLength(xdr) + 3] == NONCE;
  }

  private static Address address(byte[] scAddress) {
    return scAddress[3] == 0
        ? Address.account(Arrays.copyOfRange(scAddress, 8, 40))
        : Address.contract(Arrays.copyOfRange(scAddress, 4, 36));
  }

  private static ObjectNode footprint(
      List<EntryKey> readOnly, List<EntryKey> readWrite, boolean mocked) {
    ObjectNode node = NODES.objectNode();
    put(node, "readOnly", readOnly, mocked);
    put(node, "readWrite", readWrite, mocked);
    return node;
  }

  private static void put(ObjectNode node, String name, List<EntryKey> keys, boolean mocked) {
    ArrayNode array = node.putArray(name);
    keys.stream()
        .filter(key -> !mocked || !isNonce(key))
        .sorted()
        .forEach(key -> array.add(key.base64()));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Reads the keys of a LedgerFootprint, as far as contracts touch them. */
  private static final class XdrKeys {
    private final byte[] xdr;
    private final ByteBuffer in;

    XdrKeys(byte[] xdr) {
      this.xdr = xdr;
      this.in = ByteBuffer.wrap(xdr);
    }

    List<EntryKey> list() {
      List<EntryKey> keys = new ArrayList<>();
      int count = in.getInt();
      for (int i = 0; i < count; i++) {
        int start = in.position();
        int length = KeyLength.of(in.slice());
        keys.add(EntryKey.of(Arrays.copyOfRange(xdr, start, start + length)));
        in.position(start + length);
      }
      return keys;
    }
  }
}

package org.kalepool.recordings;

import static org.kalepool.recordings.GameJson.field;
import static org.kalepool.recordings.GameJson.number;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Sha256;
import org.kalepool.lab.sandbox.host.EntryChange;
import org.kalepool.lab.sandbox.host.EntryKey;
import org.kalepool.lab.sandbox.host.EntryState;
import org.kalepool.lab.sandbox.host.HostLedger;
import org.kalepool.lab.sandbox.host.SorobanHost;
import org.kalepool.lab.sandbox.host.World;
import org.kalepool.lab.sandbox.xdr.XdrAddresses;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** The ledger that a recording of the contract environment starts from, and what came of it. */
final class EnvLedger implements World {
  private final JsonNode header;
  private final Map<EntryKey, EntryState> entries = new HashMap<>();
  private final Map<String, Address> addresses = new HashMap<>();
  private final Map<Address, String> names = new HashMap<>();

  private EnvLedger(JsonNode header) {
    this.header = header;
  }

  static EnvLedger of(Path file, JsonNode header) {
    EnvLedger ledger = new EnvLedger(header);
    Map<String, byte[]> codes = new HashMap<>();
    for (JsonNode contract : field(header, "contracts")) {
      Address address = GameJson.address(contract, "address");
      ledger.addresses.put(field(contract, "name").textValue(), address);
      ledger.names.put(address, field(contract, "name").textValue());
      String hash = field(contract, "hash").textValue();
      codes.computeIfAbsent(hash, ignored -> wasm(file, field(contract, "wasm").textValue(), hash));
    }
    for (JsonNode entry : field(header, "entries")) {
      ledger.put(entry, codes);
    }
    return ledger;
  }

  /** The module beside the recording, or among this project's own. */
  private static byte[] wasm(Path file, String name, String hash) {
    Path folder = file.toAbsolutePath().getParent();
    for (Path candidate :
        Stream.concat(
                Stream.of(folder).filter(path -> path != null),
                Stream.of(Folders.resources().resolve("env")))
            .map(path -> path.resolve(name))
            .toList()) {
      try {
        if (Files.exists(candidate)) {
          byte[] wasm = Files.readAllBytes(candidate);
          if (HexFormat.of().formatHex(Sha256.of(wasm)).equals(hash)) {
            return wasm;
          }
        }
      } catch (IOException e) {
        throw new RecordingException("cannot read " + candidate, e);
      }
    }
    throw new RecordingException(file + ": no module " + name + " with hash " + hash);
  }

  private void put(JsonNode entry, Map<String, byte[]> codes) {
    String durability = field(entry, "durability").textValue();
    switch (durability) {
      case "classic" ->
          entries.put(EntryKey.of(base64(entry, "key")), new EntryState(base64(entry, "data"), 0));
      case "code" -> {
        String hash = field(entry, "hash").textValue();
        byte[] wasm = codes.get(hash);
        if (wasm == null) {
          throw new RecordingException("code of no contract: " + hash);
        }
        entries.put(
            EntryKey.code(HexFormat.of().parseHex(hash)),
            new EntryState(SorobanHost.codeEntry(wasm, protocol()), number(entry, "liveUntil")));
      }
      default -> {
        EntryKey key =
            SorobanHost.dataKey(
                scAddress(address(field(entry, "contract").textValue())),
                base64(entry, "key"),
                !durability.equals("temporary"));
        entries.put(
            key,
            new EntryState(
                SorobanHost.dataEntry(key, base64(entry, "val")), number(entry, "liveUntil")));
      }
    }
  }

  private int protocol() {
    return (int) number(header, "protocol");
  }

  static byte[] base64(JsonNode json, String name) {
    return Base64.getDecoder().decode(field(json, name).textValue());
  }

  static byte[] scAddress(Address address) {
    XdrOut out = new XdrOut();
    XdrAddresses.writeScAddress(out, address);
    return out.bytes();
  }

  /** By its name in the recording, or as it is. */
  Address address(String nameOrAddress) {
    Address named = addresses.get(nameOrAddress);
    return named != null ? named : Address.of(nameOrAddress);
  }

  String name(Address address) {
    return names.getOrDefault(address, address.text());
  }

  Address source() {
    return GameJson.address(header, "source");
  }

  /** The ledger that a call runs in. */
  HostLedger during(JsonNode ledger) {
    return new HostLedger(
        protocol(),
        HexFormat.of().parseHex(field(header, "networkId").textValue()),
        number(ledger, "sequence"),
        number(ledger, "timestamp"),
        number(header, "baseReserve"),
        number(header, "minTempTtl"),
        number(header, "minPersistentTtl"),
        number(header, "maxTtl"));
  }

  @Override
  public @Nullable EntryState get(EntryKey key) {
    return entries.get(key);
  }

  void apply(List<EntryChange> changes) {
    for (EntryChange change : changes) {
      EntryState after = change.after();
      if (after == null) {
        entries.remove(change.key());
      } else {
        entries.put(change.key(), after);
      }
    }
  }
}

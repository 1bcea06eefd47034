package org.kalepool.lab.sandbox.contract;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.host.EntryKey;
import org.kalepool.lab.sandbox.host.EntryState;
import org.kalepool.lab.sandbox.host.NativeFrame;
import org.kalepool.lab.sandbox.ledger.CreditAsset;
import org.kalepool.lab.sandbox.xdr.ScValReader;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrAddresses;
import org.kalepool.lab.sandbox.xdr.XdrOut;
import org.kalepool.lab.sandbox.xdr.XdrWalk;

/** The instance of an asset's contract, with what it stores there. */
final class AssetStorage {
  private static final int CONTRACT_DATA = 6;
  private static final int INSTANCE_KEY = 20;
  private static final int INSTANCE = 19;

  private final EntryKey key;
  private final Address contract;
  private final Map<String, Val> fields;

  private AssetStorage(Address contract, Map<String, Val> fields) {
    this.key = EntryKey.instance(contract);
    this.contract = contract;
    this.fields = fields;
  }

  /** That of the contract that is called. */
  static AssetStorage of(NativeFrame frame) {
    EntryState state = frame.get(EntryKey.instance(frame.contract()));
    if (state == null) {
      throw new IllegalStateException("a contract that is called has an instance");
    }
    XdrWalk in = new XdrWalk(state.data());
    in.skip(8);
    in.skipAddress();
    // the key of instances, their durability, the kind of value, the executable, storage
    in.skip(12).skipExecutable();
    Map<String, Val> fields = new TreeMap<>();
    int count = in.int32() == 0 ? 0 : in.count();
    for (int i = 0; i < count; i++) {
      Val name = value(in);
      fields.put(name.text(), value(in));
    }
    return new AssetStorage(frame.contract(), fields);
  }

  private static Val value(XdrWalk in) {
    int start = in.position();
    in.skipValue();
    return ScValReader.of(in.since(start));
  }

  /**
   * That of a new contract.
   *
   * @param asset Asset as XDR
   */
  static AssetStorage made(Address contract, byte[] asset) {
    XdrWalk in = new XdrWalk(asset);
    int kind = in.int32();
    Map<String, Val> fields = new TreeMap<>();
    if (kind == 0) {
      fields.put("[AssetInfo]", Val.list(new Val.Sym("Native")));
      fields.put("METADATA", metadata("native", "native"));
      return new AssetStorage(contract, fields);
    }
    int length = kind == 1 ? 4 : 12;
    byte[] code = Arrays.copyOfRange(asset, 4, 4 + length);
    Address issuer = Address.account(Arrays.copyOfRange(asset, 8 + length, 40 + length));
    String padded = new String(code, StandardCharsets.UTF_8);
    Val info =
        new Val.Fields(
            List.of(
                field("asset_code", new Val.Str(padded)),
                field("issuer", new Val.Bytes(HexFormat.of().formatHex(issuer.bytes())))));
    String symbol = padded.replace("\0", "");
    fields.put("[Admin]", new Val.Addr(issuer));
    fields.put("[AssetInfo]", Val.list(new Val.Sym(kind == 1 ? "AlphaNum4" : "AlphaNum12"), info));
    fields.put("METADATA", metadata(symbol + ":" + issuer, symbol));
    return new AssetStorage(contract, fields);
  }

  private static Val metadata(String name, String symbol) {
    return new Val.Fields(
        List.of(
            field("decimal", new Val.U32(7)),
            field("name", new Val.Str(name)),
            field("symbol", new Val.Str(symbol))));
  }

  private static Val.Field field(String name, Val value) {
    return new Val.Field(new Val.Sym(name), value);
  }

  EntryKey key() {
    return key;
  }

  /** LedgerEntryData as XDR. */
  byte[] data() {
    XdrOut out = new XdrOut().int32(CONTRACT_DATA).int32(0);
    XdrAddresses.writeScAddress(out, contract);
    out.int32(INSTANCE_KEY).int32(1).int32(INSTANCE).int32(1).int32(1);
    List<Val.Field> stored = new ArrayList<>();
    // symbols come before lists
    fields.forEach(
        (name, value) -> {
          if (!name.startsWith("[")) {
            stored.add(field(name, value));
          }
        });
    fields.forEach(
        (name, value) -> {
          if (name.startsWith("[")) {
            Val.Sym word = new Val.Sym(name.substring(1, name.length() - 1));
            stored.add(new Val.Field(Val.list(word), value));
          }
        });
    new Val.Fields(stored).writeFields(out);
    return out.bytes();
  }

  byte[] withAdmin(Address admin) {
    Map<String, Val> changed = new TreeMap<>(fields);
    changed.put("[Admin]", new Val.Addr(admin));
    return new AssetStorage(contract, changed).data();
  }

  @Nullable Address admin() {
    return fields.get("[Admin]") instanceof Val.Addr(Address admin) ? admin : null;
  }

  @Nullable CreditAsset asset() {
    if (fields.get("[AssetInfo]") instanceof Val.Items(List<Val> info)
        && info.size() == 2
        && member(info.get(1), "asset_code") instanceof Val.Str(String code)
        && member(info.get(1), "issuer") instanceof Val.Bytes(String issuer)) {
      return new CreditAsset(
          code.replace("\0", ""), Address.account(HexFormat.of().parseHex(issuer)));
    }
    return null;
  }

  String name() {
    return metadata("name");
  }

  String symbol() {
    return metadata("symbol");
  }

  private String metadata(String what) {
    return member(fields.get("METADATA"), what) instanceof Val.Str(String text) ? text : "";
  }

  static @Nullable Val member(@Nullable Val map, String name) {
    if (map instanceof Val.Fields(List<Val.Field> members)) {
      for (Val.Field member : members) {
        if (member.key().equals(new Val.Sym(name))) {
          return member.value();
        }
      }
    }
    return null;
  }
}

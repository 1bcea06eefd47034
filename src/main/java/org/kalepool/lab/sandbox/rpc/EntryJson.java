package org.kalepool.lab.sandbox.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.ledger.EntryXdr;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.xdr.ScValReader;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrWalk;

/** Contracts' entries as JSON, as a node gives them that is asked for no XDR. */
final class EntryJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int INSTANCE = 19;
  private static final int INSTANCE_KEY = 20;
  private static final int NONCE_KEY = 21;
  private static final List<String> COUNTS =
      List.of(
          "n_instructions",
          "n_functions",
          "n_globals",
          "n_table_entries",
          "n_types",
          "n_data_segments",
          "n_elem_segments",
          "n_imports",
          "n_exports",
          "n_data_segment_bytes");

  private EntryJson() {}

  /** Empty for entries that are not contracts'. */
  static Optional<ObjectNode> of(Key key, StoredEntry entry) {
    byte[] xdr = EntryXdr.dataBytes(key, entry.data());
    if (key instanceof Key.Code code) {
      return Optional.of(
          shown(
              JSON.objectNode().put("hash", code.hash().hex()), "contract_code", code(xdr), entry));
    }
    return key.lives() ? Optional.of(data(xdr, entry)) : Optional.empty();
  }

  private static ObjectNode shown(ObjectNode key, String kind, ObjectNode data, StoredEntry entry) {
    ObjectNode shown = JSON.objectNode();
    shown.putObject("keyJson").set(kind, key);
    shown.putObject("dataJson").set(kind, data);
    return shown.put("lastModifiedLedgerSeq", entry.modified());
  }

  private static ObjectNode data(byte[] xdr, StoredEntry entry) {
    XdrWalk in = new XdrWalk(xdr).skip(8);
    int start = in.position();
    in.skipAddress();
    Val owner = ScValReader.of(prefixed(18, in.since(start)));
    String contract = owner instanceof Val.Addr(Address address) ? address.text() : owner.text();
    JsonNode name = value(in);
    String durability = in.int32() == 0 ? "temporary" : "persistent";
    ObjectNode key = JSON.objectNode().put("contract", contract);
    key.set("key", name);
    key.put("durability", durability);
    ObjectNode data = JSON.objectNode().put("ext", "v0").put("contract", contract);
    data.set("key", name);
    data.put("durability", durability).set("val", value(in));
    return shown(key, "contract_data", data, entry);
  }

  private static byte[] prefixed(int type, byte[] rest) {
    byte[] xdr = new byte[4 + rest.length];
    xdr[3] = (byte) type;
    System.arraycopy(rest, 0, xdr, 4, rest.length);
    return xdr;
  }

  private static ObjectNode code(byte[] xdr) {
    XdrWalk in = new XdrWalk(xdr).skip(4);
    ObjectNode code = JSON.objectNode();
    if (in.int32() == 0) {
      code.put("ext", "v0");
    } else {
      in.skip(8);
      ObjectNode inputs = JSON.objectNode().put("ext", "v0");
      COUNTS.forEach(name -> inputs.put(name, Integer.toUnsignedLong(in.int32())));
      ObjectNode first = JSON.objectNode().put("ext", "v0");
      first.set("cost_inputs", inputs);
      code.putObject("ext").set("v1", first);
    }
    int hash = in.position();
    code.put("hash", HexFormat.of().formatHex(in.skip(32).since(hash)));
    int length = in.count();
    byte[] bytes = Arrays.copyOfRange(xdr, in.position(), in.position() + length);
    return code.put("code", HexFormat.of().formatHex(bytes));
  }

  private static JsonNode value(XdrWalk in) {
    int start = in.position();
    int type = in.int32();
    return switch (type) {
      case INSTANCE_KEY -> JSON.textNode("ledger_key_contract_instance");
      case NONCE_KEY -> {
        String nonce = Long.toString(in.int64());
        ObjectNode named = JSON.objectNode();
        named.putObject("ledger_key_nonce").put("nonce", nonce);
        yield named;
      }
      case INSTANCE -> instance(in);
      default -> {
        in.skip(-4);
        in.skipValue();
        yield json(ScValReader.of(in.since(start)));
      }
    };
  }

  private static JsonNode instance(XdrWalk in) {
    ObjectNode instance = JSON.objectNode();
    if (in.int32() == 0) {
      int hash = in.position();
      String hex = HexFormat.of().formatHex(in.skip(32).since(hash));
      instance.putObject("executable").put("wasm", hex);
    } else {
      instance.put("executable", "stellar_asset");
    }
    if (in.int32() == 0) {
      instance.putNull("storage");
    } else {
      ArrayNode storage = instance.putArray("storage");
      int count = in.count();
      for (int i = 0; i < count; i++) {
        ObjectNode field = storage.addObject();
        field.set("key", value(in));
        field.set("val", value(in));
      }
    }
    ObjectNode named = JSON.objectNode();
    named.set("contract_instance", instance);
    return named;
  }

  /** Numbers of 64 bits and more are texts. */
  private static JsonNode json(Val value) {
    ObjectNode named = JSON.objectNode();
    return switch (value) {
      case Val.Bool(boolean is) -> named.put("bool", is);
      case Val.U32(long number) -> named.put("u32", number);
      case Val.U64(long number) -> named.put("u64", Long.toUnsignedString(number));
      case Val.I64(long number) -> named.put("i64", Long.toString(number));
      case Val.I128(var number) -> named.put("i128", number.toString());
      case Val.Bytes(String hex) -> named.put("bytes", hex);
      case Val.Str(String text) -> named.put("string", text);
      case Val.Sym(String text) -> named.put("symbol", text);
      case Val.Addr(Address address) -> named.put("address", address.text());
      case Val.Items(List<Val> items) -> {
        ArrayNode list = named.putArray("vec");
        items.forEach(item -> list.add(json(item)));
        yield named;
      }
      case Val.Fields(List<Val.Field> fields) -> {
        ArrayNode list = named.putArray("map");
        fields.forEach(
            field -> {
              ObjectNode one = list.addObject();
              one.set("key", json(field.key()));
              one.set("val", json(field.value()));
            });
        yield named;
      }
      case Val.Empty ignored -> JSON.textNode("void");
      default -> JSON.textNode(value.text());
    };
  }
}

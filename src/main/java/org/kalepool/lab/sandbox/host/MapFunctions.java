package org.kalepool.lab.sandbox.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;
import org.kalepool.lab.sandbox.host.HostValue.Dict;

/** Module {@code m}: maps, whose keys are in order. */
final class MapFunctions {
  private MapFunctions() {}

  static void add(HostFunctions.Table table) {
    table.add("m._", "map_new", "->MapObject", (host, args) -> Make.object(host, Values.EMPTY_MAP));
    table.add(
        "m.0",
        "map_put",
        "MapObject,Val,Val->MapObject",
        (host, args) -> {
          Make.visit(host);
          return Make.object(host, Dicts.put(host, args.map(0), args.value(1), args.value(2)));
        });
    table.add(
        "m.1",
        "map_get",
        "MapObject,Val->Val",
        (host, args) -> {
          Make.visit(host);
          int at = host.order().find(args.map(0).keys(), args.value(1));
          if (at < 0) {
            throw missing(host, args, "map key not found in map_get");
          }
          return args.map(0).values().get(at);
        });
    table.add(
        "m.2",
        "map_del",
        "MapObject,Val->MapObject",
        (host, args) -> {
          Make.visit(host);
          int at = host.order().find(args.map(0).keys(), args.value(1));
          if (at < 0) {
            throw missing(host, args, "map key not found in map_del");
          }
          return Make.object(host, Dicts.without(host, args.map(0), at));
        });
    table.add(
        "m.3",
        "map_len",
        "MapObject->U32Val",
        (host, args) -> {
          Make.visit(host);
          return Values.u32(args.map(0).keys().size());
        });
    table.add(
        "m.4",
        "map_has",
        "MapObject,Val->Bool",
        (host, args) -> {
          Make.visit(host);
          return Values.bool(host.order().find(args.map(0).keys(), args.value(1)) >= 0);
        });
    table.add(
        "m.5",
        "map_key_by_pos",
        "MapObject,U32Val->Val",
        (host, args) -> byPosition(host, args, args.map(0).keys()));
    table.add(
        "m.6",
        "map_val_by_pos",
        "MapObject,U32Val->Val",
        (host, args) -> byPosition(host, args, args.map(0).values()));
    table.add(
        "m.7", "map_keys", "MapObject->VecObject", (host, args) -> list(host, args.map(0).keys()));
    table.add(
        "m.8",
        "map_values",
        "MapObject->VecObject",
        (host, args) -> list(host, args.map(0).values()));
    table.add(
        "m.9",
        "map_new_from_linear_memory",
        "U32Val,U32Val,U32Val->MapObject",
        (host, args) -> fromMemory(host, args, false));
    table.add(
        "m.a",
        "map_unpack_to_linear_memory",
        "MapObject,U32Val,U32Val,U32Val->Void",
        (host, args) -> unpack(host, args, false));
    table.add(
        "m.b",
        "sparse_map_new_from_linear_memory",
        "U32Val,U32Val,U32Val->MapObject",
        28,
        (host, args) -> fromMemory(host, args, true));
    table.add(
        "m.c",
        "sparse_map_unpack_to_linear_memory",
        "MapObject,U32Val,U32Val,U32Val->Void",
        28,
        (host, args) -> unpack(host, args, true));
  }

  private static HostFault missing(Host host, HostArgs args, String message) {
    return host.log().fault(Kind.OBJECT, Code.MISSING_VALUE, message, args.value(0), args.value(1));
  }

  private static HostValue byPosition(Host host, HostArgs args, List<HostValue> items) {
    Make.visit(host);
    host.budget().copy(16);
    long at = args.u32(1);
    if (at >= items.size()) {
      throw HostFault.of(Kind.OBJECT, Code.INDEX_BOUNDS, "no such position");
    }
    return items.get((int) at);
  }

  private static HostValue list(Host host, List<HostValue> items) {
    Make.visit(host);
    host.budget().list(items.size(), 16);
    return Make.object(host, new HostValue.Vec(items));
  }

  private static Object fromMemory(Host host, HostArgs args, boolean sparse) {
    LinearMemory memory = new LinearMemory(host, args.frame());
    long count = args.u32(2);
    host.budget().list(count, 8);
    host.budget().copy(8 * count);
    List<HostValue> keys = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      keys.add(TextFunctions.symbol(host, memory.slice(args.u32(0), i)));
    }
    host.budget().list(count, 8);
    host.budget().copy(16 * count);
    List<HostValue> values = memory.values(args.u32(1), count);
    host.budget().list(count, 16);
    ScValIn.checkOrder(keys, host.order());
    if (sparse) {
      List<HostValue> keptKeys = new ArrayList<>();
      List<HostValue> kept = new ArrayList<>();
      for (int i = 0; i < keys.size(); i++) {
        if (!Values.isVoid(values.get(i))) {
          keptKeys.add(keys.get(i));
          kept.add(values.get(i));
        }
      }
      return Make.object(host, new Dict(List.copyOf(keptKeys), List.copyOf(kept)));
    }
    return Make.object(host, new Dict(List.copyOf(keys), values));
  }

  private static Object unpack(Host host, HostArgs args, boolean sparse) {
    LinearMemory memory = new LinearMemory(host, args.frame());
    Dict map = args.map(0);
    long count = args.u32(3);
    host.budget().list(count, 8);
    Make.visit(host);
    if (!sparse && map.keys().size() != count) {
      throw host.log()
          .fault(
              Kind.OBJECT,
              Code.UNEXPECTED_SIZE,
              "differing map and output slice lengths when unpacking map");
    }
    host.budget().copy(8 * count + 16L * map.keys().size());
    List<HostValue> found = new ArrayList<>();
    byte[] before = null;
    int at = 0;
    for (long i = 0; i < count; i++) {
      byte[] key = memory.slice(args.u32(1), i);
      if (before != null && host.order().bytes(before, key) >= 0) {
        throw host.log()
            .fault(
                Kind.OBJECT,
                Code.INVALID_INPUT,
                "keys are not in ascending order when unpacking map");
      }
      before = key;
      at = sparse ? skip(host, map, at, key) : at;
      boolean matches = at < map.keys().size() && matches(host, map.keys().get(at), key);
      if (!matches && !sparse) {
        throw host.log()
            .fault(Kind.OBJECT, Code.INVALID_INPUT, "key not found in map when unpacking map");
      }
      found.add(matches ? map.values().get(at) : Values.VOID);
      at = matches ? at + 1 : at;
    }
    map.keys().subList(at, map.keys().size()).forEach(MapFunctions::requireSymbol);
    memory.write(args.u32(2), found);
    return Values.VOID;
  }

  /** Past the keys before this one. */
  private static int skip(Host host, Dict map, int from, byte[] key) {
    int at = from;
    while (at < map.keys().size()
        && host.order().bytes(requireSymbol(map.keys().get(at)), key) < 0) {
      at++;
    }
    return at;
  }

  private static boolean matches(Host host, HostValue symbol, byte[] key) {
    host.budget().charge(CostType.MEM_CMP, key.length);
    return Arrays.equals(requireSymbol(symbol), key);
  }

  private static byte[] requireSymbol(HostValue key) {
    if (!Values.isSymbol(key)) {
      throw HostFault.of(Kind.VALUE, Code.UNEXPECTED_TYPE, "a key that is no symbol");
    }
    return Values.symbolText(key);
  }
}

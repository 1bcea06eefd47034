package org.kalepool.lab.sandbox.host;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;

/** All functions that a contract can import. */
final class HostFunctions {
  /** The protocol that contracts began with. */
  static final int FIRST = 20;

  private static final Map<String, HostFunction> ALL = all();

  private HostFunctions() {}

  private static Map<String, HostFunction> all() {
    Table table = new Table();
    ContextFunctions.add(table);
    NumberFunctions.add(table);
    BigNumberFunctions.add(table);
    MapFunctions.add(table);
    VecFunctions.add(table);
    StorageFunctions.add(table);
    DeployFunctions.add(table);
    CallFunctions.add(table);
    BytesFunctions.add(table);
    TextFunctions.add(table);
    CryptoFunctions.add(table);
    NotImitated.add(table);
    AddressFunctions.add(table);
    PrngFunctions.add(table);
    return table.functions;
  }

  static @Nullable HostFunction find(String module, String name) {
    return ALL.get(module + "." + name);
  }

  static Collection<HostFunction> list() {
    return ALL.values();
  }

  /** Where each group of functions enters its own. */
  static final class Table {
    private final Map<String, HostFunction> functions = new LinkedHashMap<>();

    /**
     * @param address module and name, {@code v.0}
     * @param types {@code VecObject,U32Val->Val}
     */
    void add(String address, String longName, String types, HostFunction.Body body) {
      add(address, longName, types, FIRST, body);
    }

    void add(String address, String longName, String types, int since, HostFunction.Body body) {
      String[] parts = types.split("->", -1);
      List<ArgType> args =
          parts[0].isEmpty()
              ? List.of()
              : Arrays.stream(parts[0].split(",", -1)).map(ArgType::of).toList();
      HostFunction function =
          new HostFunction(
              address.substring(0, 1),
              address.substring(2),
              longName,
              args,
              ArgType.of(parts[1]),
              since,
              body);
      if (functions.put(address, function) != null) {
        throw new IllegalStateException("twice in the table: " + address);
      }
    }

    /** One that ends the call with a clear word. */
    void missing(String address, String longName, String types, int since) {
      add(
          address,
          longName,
          types,
          since,
          (host, args) -> {
            throw host.log().fault(Kind.CONTEXT, Code.INTERNAL_ERROR, "not imitated: " + longName);
          });
    }
  }
}

package org.kalepool.lab.sandbox.host;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;

/** A contract's module, parsed and found good. */
final class Module {
  private static final String META = "contractenvmetav0";
  private static final int MOST_ARGS = 32;

  /** A host function that the module imports. */
  record Wanted(String module, String name, FunctionType type) {}

  private final WasmModule wasm;
  private final int protocol;
  private final FuelTable fuel;
  private final Map<String, Export> exports;
  private final List<Wanted> imports;
  private final boolean othersImported;
  private final CodeCosts costs;

  private Module(
      WasmModule wasm,
      int protocol,
      FuelTable fuel,
      Map<String, Export> exports,
      List<Wanted> imports,
      boolean othersImported,
      CodeCosts costs) {
    this.wasm = wasm;
    this.protocol = protocol;
    this.fuel = fuel;
    this.exports = exports;
    this.imports = imports;
    this.othersImported = othersImported;
    this.costs = costs;
  }

  /**
   * @param ledgerProtocol the newest interface version that is taken
   */
  static Module parse(byte[] bytes, int ledgerProtocol, Diagnostics log) {
    WasmModule wasm;
    try {
      wasm = Parser.parse(bytes);
      ModuleCheck.check(wasm);
    } catch (HostFault e) {
      throw log.note(e, e.getMessage() == null ? "" : e.getMessage());
    } catch (RuntimeException e) {
      // the parser has many words for what is wrong, the network has one
      throw log.fault(Kind.WASM_VM, Code.INVALID_ACTION, "Error(WasmVm, InvalidAction)");
    }
    Map<String, Export> exports = new HashMap<>();
    for (int i = 0; i < wasm.exportSection().exportCount(); i++) {
      Export export = wasm.exportSection().getExport(i);
      exports.put(export.name(), export);
    }
    List<Wanted> imports = new ArrayList<>();
    boolean others = false;
    for (int i = 0; i < wasm.importSection().importCount(); i++) {
      if (wasm.importSection().getImport(i) instanceof FunctionImport function) {
        imports.add(
            new Wanted(
                function.module(),
                function.name(),
                wasm.typeSection().getType(function.typeIndex())));
      } else {
        others = true;
      }
    }
    Module module =
        new Module(
            wasm,
            0,
            FuelTable.of(wasm, bytes.length),
            exports,
            imports,
            others,
            CodeCosts.rough(bytes.length));
    module.checkArgs(log);
    return module.withProtocol(meta(bytes, ledgerProtocol, log));
  }

  private Module withProtocol(int version) {
    return new Module(wasm, version, fuel, exports, imports, othersImported, costs);
  }

  /** The same with what it takes to parse and start it. */
  Module costing(CodeCosts other) {
    return new Module(wasm, protocol, fuel, exports, imports, othersImported, other);
  }

  private void checkArgs(Diagnostics log) {
    for (Export export : exports.values()) {
      if (export.exportType() == ExternalType.FUNCTION
          && type(export).params().size() > MOST_ARGS) {
        throw log.fault(
            Kind.WASM_VM,
            Code.INVALID_INPUT,
            "Too many arguments Wasm export",
            Values.u32(type(export).params().size()));
      }
    }
  }

  private static int meta(byte[] wasm, int ledgerProtocol, Diagnostics log) {
    byte[] meta = CustomSections.first(wasm, META);
    if (meta == null) {
      throw log.fault(Kind.WASM_VM, Code.INVALID_INPUT, "contract missing metadata section");
    }
    XdrIn in = new XdrIn(meta);
    if (in.left() == 0) {
      throw log.fault(
          Kind.WASM_VM, Code.INVALID_INPUT, "contract missing environment interface version");
    }
    if (in.int32() != 0) {
      throw XdrIn.invalid();
    }
    long version = in.uint32();
    long preRelease = in.uint32();
    if (version > ledgerProtocol) {
      throw log.fault(
          Kind.WASM_VM,
          Code.INVALID_INPUT,
          "contract protocol number is newer than host",
          Values.u32(version));
    }
    if (preRelease != 0) {
      String message =
          version < ledgerProtocol
              ? "contract pre-release number for old protocol is nonzero"
              : "contract pre-release number for current protocol does not match host";
      throw log.fault(Kind.WASM_VM, Code.INVALID_INPUT, message, Values.u32(preRelease));
    }
    return (int) version;
  }

  WasmModule wasm() {
    return wasm;
  }

  /** Its interface version. */
  int protocol() {
    return protocol;
  }

  FuelTable fuel() {
    return fuel;
  }

  CodeCosts costs() {
    return costs;
  }

  @Nullable Export export(String name) {
    return exports.get(name);
  }

  List<Wanted> imports() {
    return imports;
  }

  /** Whether it imports something that is no function. */
  boolean othersImported() {
    return othersImported;
  }

  /** The type of a function that is exported. */
  FunctionType type(Export export) {
    int index = export.index();
    if (index < imports.size()) {
      return imports.get(index).type();
    }
    int type = wasm.functionSection().getFunctionType(index - imports.size());
    return wasm.typeSection().getType(type);
  }

  /** What is in it, as it is stored with the code. */
  CodeCosts measured(Diagnostics log) {
    return ModuleSize.of(wasm, imports.size(), log);
  }
}

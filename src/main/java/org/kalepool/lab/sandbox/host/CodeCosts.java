package org.kalepool.lab.sandbox.host;

import java.util.Arrays;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** What a module takes to parse and to start: by what is in it, or roughly by its size. */
final class CodeCosts {
  private static final CostType[] PARSING = {
    CostType.PARSE_WASM_INSTRUCTIONS,
    CostType.PARSE_WASM_FUNCTIONS,
    CostType.PARSE_WASM_GLOBALS,
    CostType.PARSE_WASM_TABLE_ENTRIES,
    CostType.PARSE_WASM_TYPES,
    CostType.PARSE_WASM_DATA_SEGMENTS,
    CostType.PARSE_WASM_ELEM_SEGMENTS,
    CostType.PARSE_WASM_IMPORTS,
    CostType.PARSE_WASM_EXPORTS,
    CostType.PARSE_WASM_DATA_SEGMENT_BYTES
  };
  private static final CostType[] STARTING = {
    CostType.INSTANTIATE_WASM_INSTRUCTIONS,
    CostType.INSTANTIATE_WASM_FUNCTIONS,
    CostType.INSTANTIATE_WASM_GLOBALS,
    CostType.INSTANTIATE_WASM_TABLE_ENTRIES,
    CostType.INSTANTIATE_WASM_TYPES,
    CostType.INSTANTIATE_WASM_DATA_SEGMENTS,
    CostType.INSTANTIATE_WASM_ELEM_SEGMENTS,
    CostType.INSTANTIATE_WASM_IMPORTS,
    CostType.INSTANTIATE_WASM_EXPORTS,
    CostType.INSTANTIATE_WASM_DATA_SEGMENT_BYTES
  };

  /**
   * Instructions, functions, globals, table entries, types, data segments, element segments,
   * imports, exports, bytes of data; none when it goes by the size.
   */
  private final int[] counts;

  /** The module's size. */
  private final long bytes;

  private CodeCosts(int[] counts, long bytes) {
    this.counts = counts;
    this.bytes = bytes;
  }

  static CodeCosts of(int[] counts) {
    return new CodeCosts(counts.clone(), 0);
  }

  static CodeCosts rough(long bytes) {
    return new CodeCosts(new int[0], bytes);
  }

  /** The extension of a ContractCodeEntry. */
  static CodeCosts read(XdrIn in) {
    if (in.int32() == 0) {
      return rough(0);
    }
    in.int32();
    in.int32();
    int[] counts = new int[PARSING.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = in.int32();
    }
    return of(counts);
  }

  CodeCosts orOf(long size) {
    return counts.length > 0 ? this : rough(size);
  }

  void write(XdrOut out) {
    out.int32(1).int32(0).int32(0);
    Arrays.stream(counts).forEach(out::int32);
  }

  void chargeParsing(Budget budget) {
    if (counts.length == 0) {
      budget.charge(CostType.VM_INSTANTIATION, bytes);
    }
    for (int i = 0; i < counts.length; i++) {
      budget.charge(PARSING[i], counts[i]);
    }
  }

  void chargeStarting(Budget budget) {
    if (counts.length == 0) {
      budget.charge(CostType.VM_CACHED_INSTANTIATION, bytes);
    }
    for (int i = 0; i < counts.length; i++) {
      budget.charge(STARTING[i], i == 0 || i == 4 ? 0 : counts[i]);
    }
  }
}

package org.kalepool.lab.sandbox.host;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.Element;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.MemorySection;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;

/** Counts what is in a module (ContractCodeCostInputs). */
final class ModuleSize {
  private static final int PAGE = 65_536;

  private ModuleSize() {}

  static CodeCosts of(WasmModule wasm, int imports, Diagnostics log) {
    int instructions = 0;
    for (FunctionBody body : wasm.codeSection().functionBodies()) {
      instructions += body.instructions().size();
    }
    long tableEntries = 0;
    for (int i = 0; i < wasm.tableSection().tableCount(); i++) {
      tableEntries += wasm.tableSection().getTable(i).limits().min();
    }
    int dataBytes = 0;
    DataSegment[] data = wasm.dataSection().dataSegments();
    for (DataSegment segment : data) {
      dataBytes += segment.data().length;
    }
    int elements = 0;
    for (Element element : wasm.elementSection().elements()) {
      elements += element.elementCount();
    }
    long memory =
        wasm.memorySection()
            .filter(section -> section.memoryCount() > 0)
            .map((MemorySection section) -> section.getMemory(0).limits().initialPages())
            .map(pages -> (long) pages * PAGE)
            .orElse(0L);
    if (dataBytes > memory) {
      throw log.fault(
          Kind.WASM_VM,
          Code.INVALID_INPUT,
          "data segment(s) content exceeds memory size",
          Values.u32(dataBytes),
          Values.u32(memory));
    }
    if (elements > tableEntries) {
      throw log.fault(
          Kind.WASM_VM,
          Code.INVALID_INPUT,
          "elem segments(s) content exceeds table size",
          Values.u32(elements),
          Values.u32(tableEntries));
    }
    return CodeCosts.of(
        new int[] {
          instructions,
          wasm.functionSection().functionCount(),
          wasm.globalSection().globalCount(),
          (int) tableEntries,
          wasm.typeSection().typeCount(),
          data.length,
          wasm.elementSection().elementCount(),
          imports,
          wasm.exportSection().exportCount(),
          dataBytes
        });
  }
}

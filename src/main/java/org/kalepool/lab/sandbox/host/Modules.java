package org.kalepool.lab.sandbox.host;

import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Modules that were parsed, by the hash of their bytes; the least lately used are forgotten. */
final class Modules {
  private static final int MOST_KEPT = 64;

  private final Map<String, Module> parsed =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Module> eldest) {
              return size() > MOST_KEPT;
            }
          });

  /**
   * @throws HostFault when the module is no good
   */
  Module get(byte[] hash, byte[] wasm, int ledgerProtocol, Diagnostics log) {
    String name = HexFormat.of().formatHex(hash) + ledgerProtocol;
    Module known = parsed.get(name);
    if (known != null) {
      return known;
    }
    Module module = Module.parse(wasm, ledgerProtocol, log);
    parsed.put(name, module);
    return module;
  }
}

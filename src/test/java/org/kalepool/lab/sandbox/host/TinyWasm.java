package org.kalepool.lab.sandbox.host;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A module made by hand: it imports one function and hands its arguments on to it. */
final class TinyWasm {
  private static final int I64 = 0x7E;

  private TinyWasm() {}

  /**
   * @param module of the imported function
   * @param name of the imported function
   * @param args how many it takes
   * @param version of the interface
   * @param params how many the module's own function {@code f} takes; missing ones are 0
   */
  static byte[] handingOn(String module, String name, int args, int version, int params) {
    ByteArrayOutputStream types = new ByteArrayOutputStream();
    types.write(2);
    type(types, args);
    type(types, params);
    ByteArrayOutputStream imports = new ByteArrayOutputStream();
    imports.write(1);
    text(imports, module);
    text(imports, name);
    imports.write(0);
    imports.write(0);
    ByteArrayOutputStream exports = new ByteArrayOutputStream();
    exports.write(1);
    text(exports, "f");
    exports.write(0);
    exports.write(1);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(0);
    for (int i = 0; i < args; i++) {
      body.write(i < params ? 0x20 : 0x42);
      body.write(i < params ? i : 0);
    }
    body.write(0x10);
    body.write(0);
    body.write(0x0B);
    ByteArrayOutputStream code = new ByteArrayOutputStream();
    code.write(1);
    code.write(body.size());
    code.writeBytes(body.toByteArray());
    ByteArrayOutputStream meta = new ByteArrayOutputStream();
    text(meta, "contractenvmetav0");
    meta.writeBytes(new byte[] {0, 0, 0, 0, 0, 0, 0, (byte) version, 0, 0, 0, 0});
    ByteArrayOutputStream wasm = new ByteArrayOutputStream();
    wasm.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    section(wasm, 1, types.toByteArray());
    section(wasm, 2, imports.toByteArray());
    section(wasm, 3, new byte[] {1, 1});
    section(wasm, 7, exports.toByteArray());
    section(wasm, 10, code.toByteArray());
    section(wasm, 0, meta.toByteArray());
    return wasm.toByteArray();
  }

  private static void type(ByteArrayOutputStream out, int params) {
    out.write(0x60);
    out.write(params);
    for (int i = 0; i < params; i++) {
      out.write(I64);
    }
    out.write(1);
    out.write(I64);
  }

  private static void text(ByteArrayOutputStream out, String text) {
    out.write(text.length());
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void section(ByteArrayOutputStream out, int id, byte[] content) {
    out.write(id);
    out.write(content.length);
    out.writeBytes(content);
  }
}

package org.kalepool.lab.sandbox.host;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Custom sections of a module that is known to be valid; the parser keeps only the last of a name.
 */
final class CustomSections {
  private static final int HEADER = 8;

  private final byte[] wasm;
  private int at = HEADER;

  private CustomSections(byte[] wasm) {
    this.wasm = wasm;
  }

  /** What is in the first of this name, null when there is none. */
  static byte @Nullable [] first(byte[] wasm, String name) {
    CustomSections sections = new CustomSections(wasm);
    while (sections.at < wasm.length) {
      int id = wasm[sections.at++];
      int size = sections.number();
      int end = sections.at + size;
      if (id == 0) {
        int length = sections.number();
        int start = sections.at + length;
        String its = new String(wasm, sections.at, length, StandardCharsets.UTF_8);
        if (its.equals(name)) {
          return Arrays.copyOfRange(wasm, start, end);
        }
      }
      sections.at = end;
    }
    return null;
  }

  /** LEB128. */
  private int number() {
    int number = 0;
    int shift = 0;
    while (true) {
      int part = wasm[at++];
      number |= (part & 0x7F) << shift;
      if (part >= 0) {
        return number;
      }
      shift += 7;
    }
  }
}

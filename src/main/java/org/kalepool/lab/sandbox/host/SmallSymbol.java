package org.kalepool.lab.sandbox.host;

import java.io.ByteArrayOutputStream;

/** Symbols of up to nine characters, six bits each, the first one highest. */
final class SmallSymbol {
  static final int MOST_CHARACTERS = 9;
  private static final int CHARACTER_BITS = 6;

  private SmallSymbol() {}

  /** 1 to 63, 0 for what no symbol may contain. */
  static int code(int character) {
    if (character == '_') {
      return 1;
    }
    if (character >= '0' && character <= '9') {
      return character - '0' + 2;
    }
    if (character >= 'A' && character <= 'Z') {
      return character - 'A' + 12;
    }
    return character >= 'a' && character <= 'z' ? character - 'a' + 38 : 0;
  }

  private static int character(int code) {
    if (code == 1) {
      return '_';
    }
    if (code < 12) {
      return '0' + code - 2;
    }
    return code < 38 ? 'A' + code - 12 : 'a' + code - 38;
  }

  static HostValue of(byte[] text) {
    long body = 0;
    for (byte b : text) {
      body = (body << CHARACTER_BITS) | code(b);
    }
    return new HostValue.Small((body << 8) | Tags.SYMBOL_SMALL);
  }

  static byte[] text(long body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = MOST_CHARACTERS - 1; i >= 0; i--) {
      int code = (int) (body >>> (i * CHARACTER_BITS)) & 63;
      if (code != 0) {
        out.write(character(code));
      }
    }
    return out.toByteArray();
  }

  /** Two bits are left over, and no character may be missing between others. */
  static boolean good(long body) {
    if (body >>> (MOST_CHARACTERS * CHARACTER_BITS) != 0) {
      return false;
    }
    boolean begun = false;
    for (int i = MOST_CHARACTERS - 1; i >= 0; i--) {
      boolean there = ((body >>> (i * CHARACTER_BITS)) & 63) != 0;
      if (begun && !there) {
        return false;
      }
      begun |= there;
    }
    return true;
  }
}

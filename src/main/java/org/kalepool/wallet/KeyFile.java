package org.kalepool.wallet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads 32-byte keys from settings and files, as 64 hexadecimal digits or as Base64. */
final class KeyFile {
  private KeyFile() {}

  /**
   * @throws IllegalStateException if the file cannot be read or holds no key, naming the file
   */
  static byte[] read(Path file) {
    char[] text;
    try {
      text = SecretText.read(file);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the key file " + file, e);
    }
    try {
      return parse(text, "the key file " + file);
    } finally {
      Arrays.fill(text, '\0');
    }
  }

  /**
   * @param where what to name in an error
   * @throws IllegalStateException if it is no key; the message tells nothing of the text
   */
  static byte[] parse(char[] text, String where) {
    int from = 0;
    int to = text.length;
    while (from < to && Character.isWhitespace(text[from])) {
      from++;
    }
    while (to > from && (Character.isWhitespace(text[to - 1]) || text[to - 1] == '=')) {
      to--;
    }
    byte[] key = new byte[32];
    boolean read =
        to - from == 64 ? hex(text, from, key) : to - from == 43 && base64(text, from, key);
    if (!read) {
      Arrays.fill(key, (byte) 0);
      throw new IllegalStateException(
          where + " must hold 32 bytes, as 64 hexadecimal digits or as Base64");
    }
    return key;
  }

  private static boolean hex(char[] text, int from, byte[] key) {
    for (int i = 0; i < 64; i++) {
      int digit = Character.digit(text[from + i], 16);
      if (digit < 0) {
        return false;
      }
      key[i / 2] |= (byte) (digit << (i % 2 == 0 ? 4 : 0));
    }
    return true;
  }

  private static boolean base64(char[] text, int from, byte[] key) {
    int bits = 0;
    int held = 0;
    int filled = 0;
    for (int i = 0; i < 43; i++) {
      int value = base64Value(text[from + i]);
      if (value < 0) {
        return false;
      }
      held = held << 6 | value;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        key[filled++] = (byte) (held >> bits);
      }
    }
    return true;
  }

  private static int base64Value(char c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
  }
}

package org.kalepool.wallet;

import java.util.Arrays;

/** The text form of an Ed25519 seed: StrKey (SEP-23) with version S. */
final class SecretSeed {
  static final int BYTES = 32;
  private static final int LENGTH = 56;
  private static final int VERSION = 18 << 3;

  private SecretSeed() {}

  /**
   * The 32 bytes of a secret; the text is left as it is. No message tells anything of it.
   *
   * @throws IllegalArgumentException if it is no valid secret
   */
  static byte[] parse(char[] text) {
    if (text.length != LENGTH) {
      throw new IllegalArgumentException("a secret (S…) has 56 characters");
    }
    byte[] raw = new byte[35];
    try {
      decode(text, raw);
      int crc = checksum(raw);
      if ((raw[33] & 0xff) != (crc & 0xff) || (raw[34] & 0xff) != crc >> 8) {
        throw new IllegalArgumentException("the secret's checksum is wrong: a typing error?");
      }
      if ((raw[0] & 0xff) != VERSION) {
        throw new IllegalArgumentException("not a secret (S…)");
      }
      return Arrays.copyOfRange(raw, 1, 33);
    } finally {
      Arrays.fill(raw, (byte) 0);
    }
  }

  private static void decode(char[] text, byte[] raw) {
    for (int i = 0; i < LENGTH; i++) {
      int shifted = value(text[i]) << (11 - i * 5 % 8);
      raw[i * 5 / 8] |= (byte) (shifted >> 8);
      if (i * 5 / 8 + 1 < raw.length) {
        raw[i * 5 / 8 + 1] |= (byte) shifted;
      }
    }
  }

  private static int value(char digit) {
    if (digit >= 'A' && digit <= 'Z') {
      return digit - 'A';
    }
    if (digit >= '2' && digit <= '7') {
      return digit - '2' + 26;
    }
    throw new IllegalArgumentException("a secret has only the characters A–Z and 2–7");
  }

  /** CRC-16/XMODEM of all but the last two bytes. */
  private static int checksum(byte[] raw) {
    int crc = 0;
    for (int i = 0; i < 33; i++) {
      crc ^= (raw[i] & 0xff) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
      }
      crc &= 0xffff;
    }
    return crc;
  }
}

package org.kalepool.kale;

import java.util.Arrays;

/** Stellar's text form of keys and ids (SEP-23): version, bytes and checksum in base 32. */
public final class StrKey {
  /** The version of a secret, {@code S…}. */
  public static final int SECRET = 18 << 3;

  /** The version of an account, {@code G…}. */
  public static final int ACCOUNT = 6 << 3;

  /** The version of a contract, {@code C…}. */
  public static final int CONTRACT = 2 << 3;

  /** The version of a multiplexed account, {@code M…}: a key, then a number of 8 bytes. */
  public static final int MUXED = 12 << 3;

  static final int CLAIMABLE_BALANCE = 1 << 3;

  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  /** By character, its value; -1 for those that mean nothing. */
  private static final byte[] VALUES = values();

  /** CRC-16/XMODEM of each byte. */
  private static final int[] CRC = checksums();

  private StrKey() {}

  private static byte[] values() {
    byte[] values = new byte[128];
    Arrays.fill(values, (byte) -1);
    for (int value = 0; value < ALPHABET.length(); value++) {
      values[ALPHABET.charAt(value)] = (byte) value;
    }
    return values;
  }

  private static int[] checksums() {
    int[] checksums = new int[256];
    for (int each = 0; each < checksums.length; each++) {
      int crc = each << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
      }
      checksums[each] = crc & 0xffff;
    }
    return checksums;
  }

  /** The text of a version and its payload. */
  public static String encode(int version, byte[] payload) {
    byte[] raw = new byte[payload.length + 3];
    raw[0] = (byte) version;
    System.arraycopy(payload, 0, raw, 1, payload.length);
    int crc = checksum(raw, raw.length - 2);
    raw[raw.length - 2] = (byte) crc;
    raw[raw.length - 1] = (byte) (crc >> 8);
    StringBuilder text = new StringBuilder(length(payload.length));
    for (int bit = 0; bit < raw.length * 8; bit += 5) {
      int next = bit / 8 + 1 < raw.length ? raw[bit / 8 + 1] & 0xff : 0;
      int pair = (raw[bit / 8] & 0xff) << 8 | next;
      text.append(ALPHABET.charAt(pair >> (11 - bit % 8) & 31));
    }
    return text.toString();
  }

  /** How many characters stand for so many bytes. */
  public static int length(int payload) {
    return ((payload + 3) * 8 + 4) / 5;
  }

  /**
   * Version and payload of an address, without the checksum.
   *
   * @param payload how many bytes it stands for
   * @throws IllegalArgumentException if length, characters or checksum are wrong
   */
  static byte[] decode(String text, int payload) {
    return decode(text, payload, "an address");
  }

  /**
   * Version and payload, without the checksum. Leaves no other copy of them behind, and no message
   * repeats the text.
   *
   * @param payload how many bytes it stands for
   * @param what what to call it, with its article, such as {@code an address}
   * @throws IllegalArgumentException if length, characters or checksum are wrong
   */
  public static byte[] decode(CharSequence text, int payload, String what) {
    if (text.length() != length(payload)) {
      throw new IllegalArgumentException(
          "%s has %d characters, not %d".formatted(what, length(payload), text.length()));
    }
    byte[] raw = new byte[payload + 3];
    try {
      unpack(text, raw, what);
      int crc = checksum(raw, raw.length - 2);
      if ((raw[raw.length - 2] & 0xff) != (crc & 0xff)
          || (raw[raw.length - 1] & 0xff) != crc >> 8) {
        throw new IllegalArgumentException(the(what) + "'s checksum is wrong: a typing error?");
      }
      return Arrays.copyOf(raw, raw.length - 2);
    } finally {
      Arrays.fill(raw, (byte) 0);
    }
  }

  private static void unpack(CharSequence text, byte[] raw, String what) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      int value = character < VALUES.length ? VALUES[character] : -1;
      if (value < 0) {
        throw new IllegalArgumentException(what + " has only the characters A–Z and 2–7");
      }
      int shifted = value << (11 - i * 5 % 8);
      raw[i * 5 / 8] |= (byte) (shifted >> 8);
      int low = shifted & 0xff;
      if (i * 5 / 8 + 1 < raw.length) {
        raw[i * 5 / 8 + 1] |= (byte) low;
      } else if (low != 0) {
        throw new IllegalArgumentException(the(what) + "'s last character is wrong");
      }
    }
  }

  private static String the(String what) {
    return "the" + what.substring(what.indexOf(' '));
  }

  private static int checksum(byte[] data, int length) {
    int crc = 0;
    for (int i = 0; i < length; i++) {
      crc = (crc << 8 ^ CRC[(crc >> 8 ^ data[i]) & 0xff]) & 0xffff;
    }
    return crc;
  }
}

package org.kalepool.kale;

import java.util.Arrays;

/**
 * A Stellar address in its text form (StrKey, SEP-23): an account ({@code G…}, an Ed25519 key) or a
 * contract ({@code C…}, a contract id). Always valid: version, length and checksum are verified.
 *
 * @param text 56 characters
 */
public record Address(String text) implements Comparable<Address> {
  private static final int ACCOUNT = 6 << 3;
  private static final int CONTRACT = 2 << 3;
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  /**
   * @throws IllegalArgumentException if the text is not a valid account or contract address
   */
  public Address {
    byte[] raw = decode(text);
    int version = raw[0] & 0xff;
    if (version != ACCOUNT && version != CONTRACT) {
      throw new IllegalArgumentException("not an account (G…) or contract (C…) address");
    }
  }

  public static Address of(String text) {
    return new Address(text);
  }

  /** The account whose Ed25519 public key these 32 bytes are. */
  public static Address account(byte[] key) {
    return new Address(encode(ACCOUNT, key));
  }

  /** The contract whose id these 32 bytes are. */
  public static Address contract(byte[] id) {
    return new Address(encode(CONTRACT, id));
  }

  public boolean isAccount() {
    return text.charAt(0) == 'G';
  }

  public boolean isContract() {
    return text.charAt(0) == 'C';
  }

  /** The 32 bytes that the address stands for, and that end the message a farmer's work hashes. */
  public byte[] bytes() {
    return Arrays.copyOfRange(decode(text), 1, 33);
  }

  @Override
  public int compareTo(Address other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }

  private static String encode(int version, byte[] key) {
    if (key.length != 32) {
      throw new IllegalArgumentException("an address stands for 32 bytes, not " + key.length);
    }
    byte[] raw = new byte[35];
    raw[0] = (byte) version;
    System.arraycopy(key, 0, raw, 1, 32);
    int crc = checksum(raw, 33);
    raw[33] = (byte) crc;
    raw[34] = (byte) (crc >> 8);
    StringBuilder text = new StringBuilder(56);
    for (int bit = 0; bit < 280; bit += 5) {
      int pair = (raw[bit / 8] & 0xff) << 8 | (bit / 8 + 1 < 35 ? raw[bit / 8 + 1] & 0xff : 0);
      text.append(ALPHABET.charAt(pair >> (11 - bit % 8) & 31));
    }
    return text.toString();
  }

  private static byte[] decode(String text) {
    if (text.length() != 56) {
      throw new IllegalArgumentException("an address has 56 characters, not " + text.length());
    }
    byte[] raw = new byte[35];
    for (int i = 0; i < 56; i++) {
      int value = ALPHABET.indexOf(text.charAt(i));
      if (value < 0) {
        throw new IllegalArgumentException("an address has only the characters A–Z and 2–7");
      }
      int shifted = value << (11 - i * 5 % 8);
      raw[i * 5 / 8] |= (byte) (shifted >> 8);
      if (i * 5 / 8 + 1 < 35) {
        raw[i * 5 / 8 + 1] |= (byte) shifted;
      }
    }
    int crc = checksum(raw, 33);
    if ((raw[33] & 0xff) != (crc & 0xff) || (raw[34] & 0xff) != crc >> 8) {
      throw new IllegalArgumentException("the address's checksum is wrong: a typing error?");
    }
    return raw;
  }

  /** CRC-16/XMODEM, as StrKey uses it. */
  private static int checksum(byte[] data, int length) {
    int crc = 0;
    for (int i = 0; i < length; i++) {
      crc ^= (data[i] & 0xff) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
      }
      crc &= 0xffff;
    }
    return crc;
  }
}

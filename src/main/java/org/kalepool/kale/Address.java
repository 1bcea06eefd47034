package org.kalepool.kale;

import java.util.Arrays;

/**
 * A Stellar address in its text form (StrKey, SEP-23): an account ({@code G…}, an Ed25519 key) or a
 * contract ({@code C…}, a contract id). Always valid: version, length and checksum are verified.
 *
 * @param text 56 characters
 */
public record Address(String text) implements Comparable<Address> {
  private static final int LENGTH = 32;

  /**
   * @throws IllegalArgumentException if the text is not a valid account or contract address
   */
  public Address {
    int version = StrKey.decode(text, LENGTH)[0] & 0xff;
    if (version != StrKey.ACCOUNT && version != StrKey.CONTRACT) {
      throw new IllegalArgumentException("not an account (G…) or contract (C…) address");
    }
  }

  public static Address of(String text) {
    return new Address(text);
  }

  /** The account whose Ed25519 public key these 32 bytes are. */
  public static Address account(byte[] key) {
    return new Address(encode(StrKey.ACCOUNT, key));
  }

  /** The contract whose id these 32 bytes are. */
  public static Address contract(byte[] id) {
    return new Address(encode(StrKey.CONTRACT, id));
  }

  public boolean isAccount() {
    return text.charAt(0) == 'G';
  }

  public boolean isContract() {
    return text.charAt(0) == 'C';
  }

  /** The 32 bytes that the address stands for, and that end the message a farmer's work hashes. */
  public byte[] bytes() {
    return Arrays.copyOfRange(StrKey.decode(text, LENGTH), 1, 33);
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
    if (key.length != LENGTH) {
      throw new IllegalArgumentException("an address stands for 32 bytes, not " + key.length);
    }
    return StrKey.encode(version, key);
  }
}

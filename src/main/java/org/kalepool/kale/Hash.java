package org.kalepool.kale;

import java.util.HexFormat;

/**
 * 32 bytes: a Keccak-256 hash, a block's entropy or a transaction's hash.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Hash(String hex) {
  public static final Hash ZERO = new Hash("0".repeat(64));

  /**
   * @throws IllegalArgumentException if the text is not 64 lower-case hexadecimal digits
   */
  public Hash {
    if (hex.length() != 64
        || !hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
      throw new IllegalArgumentException("a hash has 64 lower-case hexadecimal digits: " + hex);
    }
  }

  public static Hash of(byte[] bytes) {
    return new Hash(HexFormat.of().formatHex(bytes));
  }

  public static Hash ofHex(String hex) {
    return new Hash(hex);
  }

  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  /** How many hexadecimal digits at the start are zero, 0 to 64: what the contract calls zeros. */
  public int zeros() {
    int zeros = 0;
    while (zeros < 64 && hex.charAt(zeros) == '0') {
      zeros++;
    }
    return zeros;
  }

  @Override
  public String toString() {
    return hex;
  }
}

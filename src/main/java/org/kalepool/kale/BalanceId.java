package org.kalepool.kale;

import java.util.Arrays;
import java.util.Locale;

/**
 * Names a claimable balance of the network.
 *
 * @param hash of the operation that made it
 */
public record BalanceId(Hash hash) {
  private static final String V0 = "00000000";
  private static final int LENGTH = 33;

  /**
   * Reads what horizons and wallets show: 72 hexadecimal digits of XDR, or {@code B…} (SEP-23).
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static BalanceId of(String text) {
    if (text.startsWith("B")) {
      byte[] raw = StrKey.decode(text, LENGTH);
      if ((raw[0] & 0xff) != StrKey.CLAIMABLE_BALANCE || raw[1] != 0) {
        throw new IllegalArgumentException("not a claimable balance (B…)");
      }
      return new BalanceId(Hash.of(Arrays.copyOfRange(raw, 2, raw.length)));
    }
    String hex = text.toLowerCase(Locale.ROOT);
    if (hex.length() != 72 || !hex.startsWith(V0)) {
      throw new IllegalArgumentException(
          "a claimable balance has 72 hexadecimal digits, the first eight zero, or begins with B");
    }
    return new BalanceId(Hash.ofHex(hex.substring(V0.length())));
  }

  /** As 72 hexadecimal digits of XDR. */
  public String hex() {
    return V0 + hash.hex();
  }

  /** As {@code B…}. */
  public String text() {
    byte[] payload = new byte[LENGTH];
    System.arraycopy(hash.bytes(), 0, payload, 1, 32);
    return StrKey.encode(StrKey.CLAIMABLE_BALANCE, payload);
  }

  @Override
  public String toString() {
    return hex();
  }
}

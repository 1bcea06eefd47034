package org.kalepool.wallet;

import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.kalepool.kale.Address;

/** Tells whose a secret is. */
public final class WalletAddress {
  private WalletAddress() {}

  /**
   * The account of a secret (S…), which is left as it is.
   *
   * @throws IllegalArgumentException if it is none; the message tells nothing of it
   */
  public static Address of(char[] secret) {
    byte[] seed = SecretSeed.parse(secret);
    try {
      return of(seed);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  /** The account of a seed of 32 bytes. */
  static Address of(byte[] seed) {
    byte[] key = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, key, 0);
    return Address.account(key);
  }
}

package org.kalepool.wallet;

import java.util.Arrays;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
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
      return Address.account(
          new Ed25519PrivateKeyParameters(seed).generatePublicKey().getEncoded());
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }
}

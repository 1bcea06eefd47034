package org.kalepool.wallet;

import java.nio.CharBuffer;
import java.util.Arrays;
import org.kalepool.kale.StrKey;

/** The text form of an Ed25519 seed, {@code S…}. */
final class SecretSeed {
  static final int BYTES = 32;
  private static final int LENGTH = 56;

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
    byte[] decoded = StrKey.decode(CharBuffer.wrap(text), BYTES, "a secret");
    try {
      if ((decoded[0] & 0xff) != StrKey.SECRET) {
        throw new IllegalArgumentException("not a secret (S…)");
      }
      return Arrays.copyOfRange(decoded, 1, decoded.length);
    } finally {
      Arrays.fill(decoded, (byte) 0);
    }
  }
}

package org.kalepool.wallet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys that need not be stored: each is made again from one sealed seed and its owner's id, by
 * HMAC-SHA-256. What comes out tells nothing of the seed, nor of another owner's key.
 */
final class DerivedKeys {
  /** Who owns the seed, among the wallets: nobody's id. */
  static final UUID ROOT = new UUID(0, 1);

  private static final byte[] LABEL =
      "kale-pool newcomer's wallet 1".getBytes(StandardCharsets.US_ASCII);

  private DerivedKeys() {}

  /** The owner's seed, to be wiped by the caller. */
  static byte[] derive(byte[] root, UUID owner) {
    return derive(
        root,
        LABEL,
        ByteBuffer.allocate(16)
            .putLong(owner.getMostSignificantBits())
            .putLong(owner.getLeastSignificantBits())
            .array());
  }

  /**
   * A seed, to be wiped by the caller.
   *
   * @param label keeps the uses apart; none is the beginning of another
   * @param of whose it is
   */
  static byte[] derive(byte[] root, byte[] label, byte[] of) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(root, "HmacSHA256"));
      mac.update(label);
      return mac.doFinal(of);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA-256 is missing", e);
    }
  }
}

package org.kalepool.kale;

import org.bouncycastle.crypto.digests.KeccakDigest;

/** A farmer's work as the contract computes it: the plain and independent way to verify a hash. */
public final class WorkHash {
  private WorkHash() {}

  /**
   * Keccak-256 with the original padding (not SHA-3) of the {@link WorkMessage}.
   *
   * @param index the block's, unsigned 32-bit
   * @param nonce read as unsigned 64-bit
   * @param entropy of {@code Block(index)}
   * @param farmer whose work it is
   */
  public static Hash of(long index, long nonce, Hash entropy, Address farmer) {
    byte[] message = WorkMessage.of(index, nonce, entropy, farmer);
    KeccakDigest keccak = new KeccakDigest(256);
    keccak.update(message, 0, message.length);
    byte[] hash = new byte[32];
    keccak.doFinal(hash, 0);
    return Hash.of(hash);
  }
}

package org.kalepool.work.miner;

import java.nio.ByteBuffer;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.kalepool.kale.Hash;

/**
 * The whole hash of one nonce by Bouncy Castle, which shares no line with the kernels: what a
 * kernel claims is checked with it before anybody hears of it.
 */
public final class FullHash {
  private FullHash() {}

  /**
   * keccak256(index u32 BE ‖ nonce u64 BE ‖ entropy ‖ farmer), as the contract computes it.
   *
   * @param index the block's, unsigned 32-bit
   * @param nonce unsigned 64-bit
   * @param entropy the block's, 32 bytes
   * @param farmer what the farmer's address stands for, 32 bytes
   */
  public static Hash of(long index, long nonce, byte[] entropy, byte[] farmer) {
    byte[] message =
        ByteBuffer.allocate(76).putInt((int) index).putLong(nonce).put(entropy).put(farmer).array();
    KeccakDigest digest = new KeccakDigest(256);
    digest.update(message, 0, message.length);
    byte[] hash = new byte[32];
    digest.doFinal(hash, 0);
    return Hash.of(hash);
  }
}

package org.kalepool.lab.sandbox;

import java.nio.ByteBuffer;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.WorkMessage;

/** A plain search for the best of a few hashes. */
final class BotSearch {
  private static final int NONCE_AT = 4;

  private BotSearch() {}

  record Found(Hash hash, long nonce) {}

  /**
   * @param from the first nonce to try
   * @param budget how many to try
   */
  static Found best(long index, Hash entropy, Address farmer, long from, int budget) {
    byte[] message = WorkMessage.of(index, from, entropy, farmer);
    ByteBuffer view = ByteBuffer.wrap(message);
    KeccakDigest keccak = new KeccakDigest(256);
    byte[] hash = new byte[32];
    long best = -1;
    long bestNonce = from;
    for (int i = 0; i < budget; i++) {
      view.putLong(NONCE_AT, from + i);
      keccak.update(message, 0, message.length);
      keccak.doFinal(hash, 0);
      long head = ByteBuffer.wrap(hash).getLong();
      if (i == 0 || Long.compareUnsigned(head, best) < 0) {
        best = head;
        bestNonce = from + i;
      }
    }
    view.putLong(NONCE_AT, bestNonce);
    keccak.update(message, 0, message.length);
    keccak.doFinal(hash, 0);
    return new Found(Hash.of(hash), bestNonce);
  }
}

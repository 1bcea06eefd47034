package org.kalepool.kale;

import java.nio.ByteBuffer;

/** The message whose Keccak-256 hash is a farmer's work. */
public final class WorkMessage {
  /** Length in bytes. */
  public static final int LENGTH = 76;

  private WorkMessage() {}

  /**
   * Index and nonce big-endian, the block's entropy, the 32 bytes of the farmer's address.
   *
   * @param index the block's, unsigned 32-bit
   * @param nonce read as unsigned 64-bit
   * @param entropy of {@code Block(index)}
   * @param farmer whose work it is
   * @return 76 bytes
   */
  public static byte[] of(long index, long nonce, Hash entropy, Address farmer) {
    if (index < 0 || index > 0xffff_ffffL) {
      throw new IllegalArgumentException("a block index is an unsigned 32-bit number: " + index);
    }
    return ByteBuffer.allocate(LENGTH)
        .putInt((int) index)
        .putLong(nonce)
        .put(entropy.bytes())
        .put(farmer.bytes())
        .array();
  }
}

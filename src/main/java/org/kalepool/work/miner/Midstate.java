package org.kalepool.work.miner;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The part of a hash that all nonces with the same high half share. The 76-byte message ({@code
 * WorkMessage}) fills one Keccak block, of which only the low half of lane 1 varies; so theta, rho
 * and pi of the first round are done here, with that half zero, and a kernel adds what it changes.
 */
public final class Midstate {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final int RATE = 136;
  private static final int[] ROTATION = {
    0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14
  };

  private Midstate() {}

  /**
   * The constants for {@link Kernel#scan}.
   *
   * @param index the block's, unsigned 32-bit
   * @param entropy the block's, 32 bytes
   * @param farmer what the farmer's address stands for, 32 bytes
   * @param highNonce the high half of the nonces
   * @return 25 lanes
   * @throws IllegalArgumentException if a length or the index is out of range
   */
  public static long[] of(long index, byte[] entropy, byte[] farmer, int highNonce) {
    return linearLayer(lanes(message(index, entropy, farmer, highNonce)));
  }

  private static byte[] message(long index, byte[] entropy, byte[] farmer, int highNonce) {
    if (entropy.length != 32 || farmer.length != 32 || index >>> 32 != 0) {
      throw new IllegalArgumentException("entropy and farmer have 32 bytes, an index has 32 bits");
    }
    byte[] padded = new byte[RATE];
    INT.set(padded, 0, (int) index);
    INT.set(padded, 4, highNonce);
    System.arraycopy(entropy, 0, padded, 12, 32);
    System.arraycopy(farmer, 0, padded, 44, 32);
    padded[76] = 0x01;
    padded[RATE - 1] = (byte) 0x80;
    return padded;
  }

  private static long[] lanes(byte[] block) {
    long[] state = new long[25];
    for (int lane = 0; lane < RATE / 8; lane++) {
      state[lane] = (long) LONG.get(block, 8 * lane);
    }
    return state;
  }

  private static long[] linearLayer(long[] state) {
    long[] parity = new long[5];
    for (int lane = 0; lane < 25; lane++) {
      parity[lane % 5] ^= state[lane];
    }
    long[] turned = new long[25];
    for (int lane = 0; lane < 25; lane++) {
      int x = lane % 5;
      int y = lane / 5;
      long mixed = state[lane] ^ parity[(x + 4) % 5] ^ Long.rotateLeft(parity[(x + 1) % 5], 1);
      turned[y + 5 * ((2 * x + 3 * y) % 5)] = Long.rotateLeft(mixed, ROTATION[lane]);
    }
    return turned;
  }
}

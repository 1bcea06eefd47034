package org.kalepool.wallet;

import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * One wallet's data key, to be wiped after use: {@code SecretKeySpec} keeps a copy that cannot be.
 * Those that {@link #getEncoded} gives the cipher wipes, see {@link Sealer}.
 */
final class DataKey implements SecretKey, AutoCloseable {
  private static final long serialVersionUID = 1;

  private final transient byte[] bytes;

  /** Takes the array over; it is wiped with the key. */
  DataKey(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public String getAlgorithm() {
    return "AES";
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  @Override
  public byte[] getEncoded() {
    return bytes.clone();
  }

  /** The key itself, for wrapping. */
  byte[] bytes() {
    return bytes;
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "data key";
  }
}

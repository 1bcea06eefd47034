package org.kalepool.lab.sandbox.xdr;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Walks over XDR of which only parts are of interest, by the protocol's types of 2026. */
public final class XdrWalk {
  private final byte[] bytes;
  private final ByteBuffer in;
  private boolean newer;

  public XdrWalk(byte[] bytes) {
    this.bytes = bytes;
    this.in = ByteBuffer.wrap(bytes);
  }

  /** How many bytes have been read. */
  public int position() {
    return in.position();
  }

  public boolean atEnd() {
    return !in.hasRemaining();
  }

  public int int32() {
    return in.getInt();
  }

  public long int64() {
    return in.getLong();
  }

  /** A length, which cannot be beyond what is left. */
  public int count() {
    int count = in.getInt();
    if (count < 0 || count > in.remaining()) {
      throw new IllegalArgumentException("a length beyond the end: " + count);
    }
    return count;
  }

  public XdrWalk skip(int length) {
    in.position(in.position() + length);
    return this;
  }

  public void skipOpaque() {
    int length = count();
    skip(length + (-length & 3));
  }

  /** What was read since then. */
  public byte[] since(int start) {
    return Arrays.copyOfRange(bytes, start, in.position());
  }

  public void skipMuxedAccount() {
    skip(int32() == 0 ? 32 : 40);
  }

  public void skipAsset() {
    switch (int32()) {
      case 0 -> {}
      case 1 -> skip(4 + 36);
      case 2 -> skip(12 + 36);
      default -> throw unknown("asset");
    }
  }

  public void skipAddress() {
    int kind = int32();
    newer |= kind > 1;
    switch (kind) {
      case 0, 3 -> skip(36);
      case 1, 4 -> skip(32);
      case 2 -> skip(40);
      default -> throw unknown("address");
    }
  }

  /** Whether an address was of a kind that is newer than accounts and contracts. */
  public boolean sawNewer() {
    return newer;
  }

  /** SCVal. */
  public void skipValue() {
    int type = int32();
    switch (type) {
      case 1, 20 -> {}
      case 0, 3, 4 -> skip(4);
      case 2, 5, 6, 7, 8, 21 -> skip(8);
      case 9, 10 -> skip(16);
      case 11, 12 -> skip(32);
      case 13, 14, 15 -> skipOpaque();
      case 16 -> {
        if (int32() != 0) {
          skipValues();
        }
      }
      case 17 -> {
        if (int32() != 0) {
          skipFields();
        }
      }
      case 18 -> skipAddress();
      case 19 -> {
        skipExecutable();
        if (int32() != 0) {
          skipFields();
        }
      }
      default -> throw unknown("value");
    }
  }

  public void skipValues() {
    int count = count();
    for (int i = 0; i < count; i++) {
      skipValue();
    }
  }

  private void skipFields() {
    int count = count();
    for (int i = 0; i < 2 * count; i++) {
      skipValue();
    }
  }

  /** ContractExecutable. */
  public void skipExecutable() {
    if (int32() == 0) {
      skip(32);
    }
  }

  private static IllegalArgumentException unknown(String what) {
    return new IllegalArgumentException("an unknown kind of " + what);
  }
}

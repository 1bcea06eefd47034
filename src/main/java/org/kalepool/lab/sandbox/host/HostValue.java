package org.kalepool.lab.sandbox.host;

import java.math.BigInteger;
import java.util.List;

/**
 * A value as contracts handle it: either 64 bits that say everything, or an object that contracts
 * know by a handle. The same number may be either; what it was made as it stays.
 */
sealed interface HostValue {
  /** The low eight bits of the value's 64. */
  int tag();

  default boolean isObject() {
    return tag() >= Tags.U64_OBJECT;
  }

  /** 64 bits that need no object. */
  record Small(long bits) implements HostValue {
    @Override
    public int tag() {
      return (int) (bits & 0xFF);
    }
  }

  /** An integer of 64 to 256 bits as an object. */
  record Num(int tag, BigInteger value) implements HostValue {}

  /** Bytes, a string, a symbol, an address (ScAddress as XDR), a tag of an executable. */
  final class Blob implements HostValue {
    private final int tag;
    private final byte[] bytes;

    /**
     * @param bytes not to be changed
     */
    Blob(int tag, byte[] bytes) {
      this.tag = tag;
      this.bytes = bytes;
    }

    @Override
    public int tag() {
      return tag;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  record Vec(List<HostValue> items) implements HostValue {
    @Override
    public int tag() {
      return Tags.VEC;
    }
  }

  /** Keys in their order, and the values beside them. */
  record Dict(List<HostValue> keys, List<HostValue> values) implements HostValue {
    @Override
    public int tag() {
      return Tags.MAP;
    }
  }
}

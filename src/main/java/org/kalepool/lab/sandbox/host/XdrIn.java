package org.kalepool.lab.sandbox.host;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads XDR. What is cut short is {@code Context:ExceededLimit}, what is wrong {@code
 * Value:InvalidInput}, as the network's engine has it.
 */
final class XdrIn {
  private final byte[] xdr;
  private final ByteBuffer in;

  XdrIn(byte[] xdr) {
    this.xdr = xdr;
    this.in = ByteBuffer.wrap(xdr);
  }

  int int32() {
    need(4);
    return in.getInt();
  }

  long uint32() {
    return Integer.toUnsignedLong(int32());
  }

  /** How many things follow, of which each takes four bytes at least. */
  int count() {
    long count = uint32();
    need(4 * count);
    return (int) count;
  }

  long int64() {
    need(8);
    return in.getLong();
  }

  /** The network's reader takes all but one for false. */
  boolean bool() {
    return int32() == 1;
  }

  /** Whether something that may be left out is there. */
  boolean present() {
    int value = int32();
    if (value != 0 && value != 1) {
      throw invalid();
    }
    return value == 1;
  }

  /** Bytes of a fixed length. */
  byte[] raw(int length) {
    need(length);
    byte[] bytes = new byte[length];
    in.get(bytes);
    int padding = (4 - length % 4) % 4;
    need(padding);
    for (int i = 0; i < padding; i++) {
      if (in.get() != 0) {
        throw invalid();
      }
    }
    return bytes;
  }

  byte[] opaque(long most) {
    long length = uint32();
    if (length > most) {
      throw invalid();
    }
    need(length);
    return raw((int) length);
  }

  byte[] opaque() {
    return opaque(0xFFFF_FFFFL);
  }

  int position() {
    return in.position();
  }

  /** What was read since that position. */
  byte[] since(int position) {
    return Arrays.copyOfRange(xdr, position, in.position());
  }

  int left() {
    return in.remaining();
  }

  void end() {
    if (in.hasRemaining()) {
      throw invalid();
    }
  }

  private void need(long bytes) {
    if (in.remaining() < bytes) {
      throw tooLong();
    }
  }

  static HostFault tooLong() {
    return HostFault.of(
        HostFault.Kind.CONTEXT, HostFault.Code.EXCEEDED_LIMIT, "LengthLimitExceeded");
  }

  static HostFault invalid() {
    return HostFault.of(HostFault.Kind.VALUE, HostFault.Code.INVALID_INPUT, "Invalid");
  }
}

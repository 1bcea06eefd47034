package org.kalepool.lab.sandbox.xdr;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Writes XDR (RFC 4506): big-endian, everything padded to four bytes. Today's networks answer with
 * types that the SDK cannot write (TransactionMeta v4, TransactionEvent, claimable balances as
 * addresses), so the sandbox writes its answers itself and leaves reading to the SDK.
 */
public final class XdrOut {
  private byte[] buffer = new byte[256];
  private int length;

  public XdrOut int32(int value) {
    int at = grow(4);
    buffer[at] = (byte) (value >> 24);
    buffer[at + 1] = (byte) (value >> 16);
    buffer[at + 2] = (byte) (value >> 8);
    buffer[at + 3] = (byte) value;
    return this;
  }

  /** The low 32 bits, for unsigned values. */
  public XdrOut uint32(long value) {
    return int32((int) value);
  }

  public XdrOut int64(long value) {
    return int32((int) (value >> 32)).int32((int) value);
  }

  XdrOut bool(boolean value) {
    return int32(value ? 1 : 0);
  }

  /** Bytes of a fixed length that is a multiple of four, or XDR that is ready-made. */
  public XdrOut raw(byte[] bytes) {
    int at = grow(bytes.length);
    System.arraycopy(bytes, 0, buffer, at, bytes.length);
    return this;
  }

  /** Bytes of variable length: length, bytes, padding. */
  public XdrOut opaque(byte[] bytes) {
    int32(bytes.length);
    int at = grow((bytes.length + 3) / 4 * 4);
    System.arraycopy(bytes, 0, buffer, at, bytes.length);
    return this;
  }

  public XdrOut string(String text) {
    return opaque(text.getBytes(StandardCharsets.UTF_8));
  }

  public int size() {
    return length;
  }

  public byte[] bytes() {
    return Arrays.copyOf(buffer, length);
  }

  public String base64() {
    return Base64.getEncoder().encodeToString(bytes());
  }

  private int grow(int by) {
    int at = length;
    length += by;
    if (length > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(length, buffer.length * 2));
    }
    return at;
  }
}

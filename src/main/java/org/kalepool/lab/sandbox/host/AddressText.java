package org.kalepool.lab.sandbox.host;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/**
 * An address as text: a byte that says what it is, what is in it, a checksum, in base 32.
 *
 * @param version the first byte
 * @param payload the rest without the checksum
 */
final class AddressText {
  static final int LENGTH = 56;
  static final int MUXED_LENGTH = 69;
  private static final int ACCOUNT = 6 << 3;
  private static final int CONTRACT = 2 << 3;
  private static final int MUXED = 12 << 3;
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  /** Lengths of what is in other kinds of keys that are known: they are keys, but no addresses. */
  private static final int[] OTHERS = {18 << 3, 19 << 3, 23 << 3, 11 << 3};

  private final int version;
  private final byte[] payload;

  private AddressText(int version, byte[] payload) {
    this.version = version;
    this.payload = payload;
  }

  static String account(byte[] key) {
    return encode(ACCOUNT, key);
  }

  static String contract(byte[] id) {
    return encode(CONTRACT, id);
  }

  /**
   * @param scAddress a multiplexed account's: number, then key
   */
  static String muxed(byte[] scAddress) {
    byte[] payload = new byte[40];
    System.arraycopy(scAddress, 12, payload, 0, 32);
    System.arraycopy(scAddress, 4, payload, 32, 8);
    return encode(MUXED, payload);
  }

  /** The ScAddress, null when the key is of another kind. */
  byte @Nullable [] scAddress() {
    return switch (version) {
      case ACCOUNT -> new XdrOut().int32(0).int32(0).raw(payload).bytes();
      case CONTRACT -> new XdrOut().int32(1).raw(payload).bytes();
      case MUXED ->
          new XdrOut()
              .int32(2)
              .raw(Arrays.copyOfRange(payload, 32, 40))
              .raw(Arrays.copyOf(payload, 32))
              .bytes();
      default -> null;
    };
  }

  /** Null when the text is no key. */
  static @Nullable AddressText parse(byte[] text) {
    byte[] bytes = new byte[text.length * 5 / 8];
    int bits = 0;
    int held = 0;
    int at = 0;
    for (char c : new String(text, StandardCharsets.ISO_8859_1).toCharArray()) {
      int value = ALPHABET.indexOf(c);
      if (value < 0) {
        return null;
      }
      held = (held << 5 | value) & 0xFFF;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[at++] = (byte) (held >> bits);
      }
    }
    if ((held & ((1 << bits) - 1)) != 0 || bytes.length < 3) {
      return null;
    }
    int body = bytes.length - 2;
    int sum = Byte.toUnsignedInt(bytes[body]) | Byte.toUnsignedInt(bytes[body + 1]) << 8;
    if (sum != checksum(bytes, body)) {
      return null;
    }
    AddressText key =
        new AddressText(Byte.toUnsignedInt(bytes[0]), Arrays.copyOfRange(bytes, 1, body));
    return key.known() ? key : null;
  }

  private boolean known() {
    if (version == MUXED) {
      return payload.length == 40;
    }
    if (version == ACCOUNT || version == CONTRACT) {
      return payload.length == 32;
    }
    return Arrays.stream(OTHERS).anyMatch(other -> other == version);
  }

  private static String encode(int version, byte[] payload) {
    byte[] bytes = new byte[payload.length + 3];
    bytes[0] = (byte) version;
    System.arraycopy(payload, 0, bytes, 1, payload.length);
    int sum = checksum(bytes, payload.length + 1);
    bytes[payload.length + 1] = (byte) sum;
    bytes[payload.length + 2] = (byte) (sum >> 8);
    StringBuilder text = new StringBuilder();
    int bits = 0;
    int held = 0;
    for (byte b : bytes) {
      held = (held << 8 | Byte.toUnsignedInt(b)) & 0xFFFF;
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(ALPHABET.charAt(held >> bits & 31));
      }
    }
    if (bits > 0) {
      text.append(ALPHABET.charAt(held << (5 - bits) & 31));
    }
    return text.toString();
  }

  /** CRC-16/XMODEM. */
  private static int checksum(byte[] bytes, int length) {
    int sum = 0;
    for (int i = 0; i < length; i++) {
      sum ^= Byte.toUnsignedInt(bytes[i]) << 8;
      for (int bit = 0; bit < 8; bit++) {
        sum = (sum & 0x8000) != 0 ? sum << 1 ^ 0x1021 : sum << 1;
      }
      sum &= 0xFFFF;
    }
    return sum;
  }
}

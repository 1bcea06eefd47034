package org.kalepool.lab.sandbox.host;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.StrKey;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** An address as text: a byte that says what it is, what is in it, a checksum, in base 32. */
final class AddressText {
  private static final int KEY = 32;
  private static final int KEY_AND_NUMBER = 40;
  static final int LENGTH = StrKey.length(KEY);
  static final int MUXED_LENGTH = StrKey.length(KEY_AND_NUMBER);

  /** Lengths of what is in other kinds of keys that are known: they are keys, but no addresses. */
  private static final int[] OTHERS = {18 << 3, 19 << 3, 23 << 3, 11 << 3};

  /** The first byte. */
  private final int version;

  /** The rest without the checksum. */
  private final byte[] payload;

  private AddressText(int version, byte[] payload) {
    this.version = version;
    this.payload = payload;
  }

  static String account(byte[] key) {
    return StrKey.encode(StrKey.ACCOUNT, key);
  }

  static String contract(byte[] id) {
    return StrKey.encode(StrKey.CONTRACT, id);
  }

  /**
   * @param scAddress a multiplexed account's: number, then key
   */
  static String muxed(byte[] scAddress) {
    byte[] payload = new byte[KEY_AND_NUMBER];
    System.arraycopy(scAddress, 12, payload, 0, 32);
    System.arraycopy(scAddress, 4, payload, 32, 8);
    return StrKey.encode(StrKey.MUXED, payload);
  }

  /** The ScAddress, null when the key is of another kind. */
  byte @Nullable [] scAddress() {
    return switch (version) {
      case StrKey.ACCOUNT -> new XdrOut().int32(0).int32(0).raw(payload).bytes();
      case StrKey.CONTRACT -> new XdrOut().int32(1).raw(payload).bytes();
      case StrKey.MUXED ->
          new XdrOut()
              .int32(2)
              .raw(Arrays.copyOfRange(payload, 32, 40))
              .raw(Arrays.copyOf(payload, 32))
              .bytes();
      default -> null;
    };
  }

  /**
   * Null when the text is no key.
   *
   * @param text of one of the two lengths
   */
  static @Nullable AddressText parse(byte[] text) {
    try {
      byte[] key =
          StrKey.decode(
              new String(text, StandardCharsets.ISO_8859_1),
              text.length == MUXED_LENGTH ? KEY_AND_NUMBER : KEY,
              "a key");
      AddressText parsed =
          new AddressText(Byte.toUnsignedInt(key[0]), Arrays.copyOfRange(key, 1, key.length));
      return parsed.known() ? parsed : null;
    } catch (IllegalArgumentException e) {
      // contracts hear only that it is none
      return null;
    }
  }

  private boolean known() {
    if (version == StrKey.MUXED) {
      return payload.length == KEY_AND_NUMBER;
    }
    if (version == StrKey.ACCOUNT || version == StrKey.CONTRACT) {
      return payload.length == KEY;
    }
    return Arrays.stream(OTHERS).anyMatch(other -> other == version);
  }
}

package org.kalepool.wallet;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key-encryption keys: the current one, which wraps, and old ones, which only unwrap. A key is
 * known by an id that is derived from it, so that a wrong file cannot pose as the right key.
 */
final class KeyEncryption {
  private final List<Key> keys;

  /** One key-encryption key; it has no text form. */
  static final class Key {
    private final String id;
    private final SecretKeySpec aes;
    private final SecretKeySpec mac;

    private Key(byte[] bytes) {
      this.aes = new SecretKeySpec(bytes, "AES");
      byte[] derived = hmac(new SecretKeySpec(bytes, "HmacSHA256"), "kale-pool mac");
      this.mac = new SecretKeySpec(derived, "HmacSHA256");
      byte[] name = hmac(mac, "kale-pool key id");
      this.id = HexFormat.of().formatHex(name, 0, 8);
      Arrays.fill(derived, (byte) 0);
    }

    String id() {
      return id;
    }

    SecretKeySpec aes() {
      return aes;
    }

    @Override
    public String toString() {
      return "key " + id;
    }
  }

  /** The first is current; the arrays are wiped. */
  KeyEncryption(List<byte[]> current) {
    if (current.isEmpty()) {
      throw new IllegalArgumentException("no key-encryption key");
    }
    List<Key> made = new ArrayList<>();
    for (byte[] key : current) {
      if (key.length != 32) {
        throw new IllegalArgumentException("a key-encryption key has 32 bytes");
      }
      made.add(new Key(key));
      Arrays.fill(key, (byte) 0);
    }
    this.keys = List.copyOf(made);
  }

  Key current() {
    return keys.getFirst();
  }

  /**
   * @throws MissingKeyException if the key is not among the configured ones
   */
  Key find(String id) {
    return keys.stream()
        .filter(key -> key.id.equals(id))
        .findFirst()
        .orElseThrow(() -> new MissingKeyException(id));
  }

  /** What each key, the current one first, makes of these words; 32 bytes each. */
  List<byte[]> derive(String purpose, String of) {
    // The lengths keep two different pairs from ever being the same text.
    String text = purpose.length() + ":" + purpose + ":" + of;
    return keys.stream().map(key -> hmac(key.mac, text)).toList();
  }

  private static byte[] hmac(SecretKeySpec key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is missing", e);
    }
  }
}

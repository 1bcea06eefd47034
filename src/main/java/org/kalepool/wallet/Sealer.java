package org.kalepool.wallet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.kalepool.kale.Address;

/**
 * Envelope encryption of a wallet's seed with AES-256-GCM. Both layers are bound to the wallet's id
 * and public key as associated data, so that no row can stand in for another.
 */
final class Sealer {
  static final int FORMAT = 1;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final KeyEncryption keys;
  private final SecureRandom random;

  Sealer(KeyEncryption keys, SecureRandom random) {
    this.keys = keys;
    this.random = random;
  }

  /** Seals a seed; the array is left as it is. */
  SealedSecret seal(UUID wallet, Address account, byte[] seed) {
    byte[] dataKey = new byte[32];
    try {
      random.nextBytes(dataKey);
      KeyEncryption.Key kek = keys.current();
      byte[] wrapped = encrypt(kek.aes(), bound("key", wallet, account), dataKey);
      byte[] sealed =
          encrypt(new SecretKeySpec(dataKey, "AES"), bound("seed", wallet, account), seed);
      return new SealedSecret(FORMAT, kek.id(), wrapped, sealed);
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  /**
   * The seed, to be wiped by the caller.
   *
   * @throws IllegalStateException if the row was changed, belongs to another wallet, or its
   *     key-encryption key is not the right one
   */
  byte[] open(UUID wallet, Address account, SealedSecret secret) {
    byte[] dataKey = unwrap(wallet, account, secret);
    try {
      return decrypt(
          new SecretKeySpec(dataKey, "AES"), bound("seed", wallet, account), secret.sealed());
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  /** The same secret with its data key wrapped by the current key-encryption key. */
  SealedSecret rewrap(UUID wallet, Address account, SealedSecret secret) {
    byte[] dataKey = unwrap(wallet, account, secret);
    try {
      KeyEncryption.Key kek = keys.current();
      byte[] wrapped = encrypt(kek.aes(), bound("key", wallet, account), dataKey);
      return new SealedSecret(FORMAT, kek.id(), wrapped, secret.sealed());
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  private byte[] unwrap(UUID wallet, Address account, SealedSecret secret) {
    if (secret.format() != FORMAT) {
      throw new IllegalStateException(
          "wallet " + wallet + " has the unknown format " + secret.format());
    }
    KeyEncryption.Key kek = keys.find(secret.kekId());
    return decrypt(kek.aes(), bound("key", wallet, account), secret.wrappedKey());
  }

  private static byte[] bound(String part, UUID wallet, Address account) {
    byte[] label = ("kale-pool wallet " + FORMAT + " " + part).getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(label.length + 16 + 32)
        .put(label)
        .putLong(wallet.getMostSignificantBits())
        .putLong(wallet.getLeastSignificantBits())
        .put(account.bytes())
        .array();
  }

  private byte[] encrypt(SecretKeySpec key, byte[] bound, byte[] plain) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(bound);
      byte[] out = Arrays.copyOf(nonce, NONCE + cipher.getOutputSize(plain.length));
      cipher.doFinal(plain, 0, plain.length, out, NONCE);
      return out;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is missing", e);
    }
  }

  private static byte[] decrypt(SecretKeySpec key, byte[] bound, byte[] stored) {
    if (stored.length <= NONCE) {
      throw new IllegalStateException("a stored secret is too short");
    }
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, stored, 0, NONCE));
      cipher.updateAAD(bound);
      return cipher.doFinal(stored, NONCE, stored.length - NONCE);
    } catch (AEADBadTagException e) {
      throw new IllegalStateException(
          "a stored secret was changed, belongs to another wallet, or its key is wrong", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is missing", e);
    }
  }
}

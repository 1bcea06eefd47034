package org.kalepool.wallet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
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
  private static final int KEY = 32;
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final SecretKeySpec NO_KEY = new SecretKeySpec(new byte[KEY], "AES");

  private final KeyEncryption keys;
  private final SecureRandom random;

  Sealer(KeyEncryption keys, SecureRandom random) {
    this.keys = keys;
    this.random = random;
  }

  /** Seals a seed; the array is left as it is. */
  SealedSecret seal(UUID wallet, Address account, byte[] seed) {
    byte[] fresh = new byte[KEY];
    random.nextBytes(fresh);
    try (DataKey dataKey = new DataKey(fresh)) {
      KeyEncryption.Key kek = keys.current();
      byte[] wrapped = encrypt(kek.aes(), bound("key", wallet, account), dataKey.bytes());
      byte[] sealed = encrypt(dataKey, bound("seed", wallet, account), seed);
      return new SealedSecret(FORMAT, kek.id(), wrapped, sealed);
    }
  }

  /**
   * The seed, to be wiped by the caller.
   *
   * @throws MissingKeyException if the key-encryption key is not configured
   * @throws IllegalStateException if the row was changed or belongs to another wallet
   */
  byte[] open(UUID wallet, Address account, SealedSecret secret) {
    try (DataKey dataKey = unwrap(wallet, account, secret)) {
      return decrypt(dataKey, bound("seed", wallet, account), secret.sealed());
    }
  }

  /** The same secret with its data key wrapped by the current key-encryption key. */
  SealedSecret rewrap(UUID wallet, Address account, SealedSecret secret) {
    try (DataKey dataKey = unwrap(wallet, account, secret)) {
      KeyEncryption.Key kek = keys.current();
      byte[] wrapped = encrypt(kek.aes(), bound("key", wallet, account), dataKey.bytes());
      return new SealedSecret(FORMAT, kek.id(), wrapped, secret.sealed());
    }
  }

  private DataKey unwrap(UUID wallet, Address account, SealedSecret secret) {
    if (secret.format() != FORMAT) {
      throw new IllegalStateException(
          "wallet " + wallet + " has the unknown format " + secret.format());
    }
    KeyEncryption.Key kek = keys.find(secret.kekId());
    return new DataKey(decrypt(kek.aes(), bound("key", wallet, account), secret.wrappedKey()));
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

  private byte[] encrypt(SecretKey key, byte[] bound, byte[] plain) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      Cipher cipher = Cipher.getInstance(CIPHER);
      try {
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(bound);
        byte[] out = Arrays.copyOf(nonce, NONCE + cipher.getOutputSize(plain.length));
        cipher.doFinal(plain, 0, plain.length, out, NONCE);
        return out;
      } finally {
        forget(cipher);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is missing", e);
    }
  }

  private static byte[] decrypt(SecretKey key, byte[] bound, byte[] stored) {
    if (stored.length <= NONCE + TAG_BITS / 8) {
      throw new IllegalStateException("a stored secret is too short");
    }
    byte[] plain = new byte[stored.length - NONCE - TAG_BITS / 8];
    try {
      Cipher cipher = Cipher.getInstance(CIPHER);
      try {
        cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, stored, 0, NONCE));
        cipher.updateAAD(bound);
        // Into an array that is known: the other form makes one and copies it.
        cipher.doFinal(stored, NONCE, stored.length - NONCE, plain, 0);
        return plain;
      } finally {
        forget(cipher);
      }
    } catch (AEADBadTagException e) {
      throw new IllegalStateException(
          "a stored secret was changed, belongs to another wallet, or its key is wrong", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is missing", e);
    }
  }

  /**
   * Has a cipher wipe its copies of a key and what it made of it: the JDK's does when it gets
   * another one for encryption, and never otherwise.
   */
  private static void forget(Cipher cipher) throws GeneralSecurityException {
    cipher.init(Cipher.ENCRYPT_MODE, NO_KEY, new GCMParameterSpec(TAG_BITS, new byte[NONCE]));
  }
}

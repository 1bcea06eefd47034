package org.kalepool.notice;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.kalepool.wallet.DerivedSecrets;

/**
 * Seals what a farmer's channel must not tell, with AES-256-GCM under a key of its own that follows
 * from the key-encryption key: whoever has the database alone reads none of it.
 */
@Singleton
final class ChannelSecrets {
  private static final String SEALING = "notice channel";
  private static final String NAMING = "notice channels' key";
  private static final String CONFIRMING = "notice channel's confirmation";
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final DerivedSecrets secrets;
  private final RandomGenerator random;

  ChannelSecrets(DerivedSecrets secrets, RandomGenerator random) {
    this.secrets = secrets;
    this.random = random;
  }

  /** A name of the key-encryption key that seals now. */
  String current() {
    return HexFormat.of().formatHex(secrets.derive(NAMING, "").getFirst(), 0, 8);
  }

  byte[] seal(UUID channel, String plain) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] text = plain.getBytes(StandardCharsets.UTF_8);
    byte[] key = secrets.derive(SEALING, channel.toString()).getFirst();
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce);
      byte[] sealed = cipher.doFinal(text);
      byte[] out = Arrays.copyOf(nonce, NONCE + sealed.length);
      System.arraycopy(sealed, 0, out, NONCE, sealed.length);
      return out;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is missing", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** Empty if the key that sealed it is not configured, or the row is another's. */
  Optional<String> open(UUID channel, byte[] sealed) {
    for (byte[] key : secrets.derive(SEALING, channel.toString())) {
      byte[] plain = opened(key, sealed);
      if (plain != null) {
        return Optional.of(new String(plain, StandardCharsets.UTF_8));
      }
    }
    return Optional.empty();
  }

  private static byte @Nullable [] opened(byte[] key, byte[] sealed) {
    try {
      return cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(sealed, NONCE))
          .doFinal(sealed, NONCE, sealed.length - NONCE);
    } catch (AEADBadTagException e) {
      return null;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is missing", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }

  /** What shows that somebody has read the mail to this channel; not stored. */
  String confirmation(UUID channel) {
    return channel + "." + proof(secrets.derive(CONFIRMING, channel.toString()).getFirst());
  }

  /** Whose confirmation this is; empty if nobody's. */
  Optional<UUID> confirmed(String text) {
    int dot = text.indexOf('.');
    if (dot != 36) {
      return Optional.empty();
    }
    try {
      UUID channel = UUID.fromString(text.substring(0, dot));
      List<byte[]> keys = secrets.derive(CONFIRMING, channel.toString());
      byte[] sent = text.substring(dot + 1).getBytes(StandardCharsets.UTF_8);
      return keys.stream()
              .map(key -> proof(key).getBytes(StandardCharsets.UTF_8))
              .anyMatch(right -> MessageDigest.isEqual(right, sent))
          ? Optional.of(channel)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no id
    }
  }

  private static String proof(byte[] derived) {
    return HexFormat.of().formatHex(derived, 0, 20);
  }
}

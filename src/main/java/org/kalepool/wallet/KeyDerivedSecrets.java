package org.kalepool.wallet;

import jakarta.inject.Singleton;
import java.util.List;

/** {@link DerivedSecrets} by HMAC-SHA-256 under a key of its own for each key-encryption key. */
@Singleton
final class KeyDerivedSecrets implements DerivedSecrets {
  private final KeyEncryption keys;

  KeyDerivedSecrets(KeyEncryption keys) {
    this.keys = keys;
  }

  @Override
  public List<byte[]> derive(String purpose, String of) {
    return keys.derive(purpose, of);
  }
}

package org.kalepool.wallet;

import java.util.List;

/**
 * Secrets that are not stored because they can be made again from the key-encryption key. What
 * comes out tells nothing of the key.
 */
public interface DerivedSecrets {
  /**
   * Derives the secrets of one thing for one purpose.
   *
   * @param purpose keeps the uses apart
   * @param of what it is for
   * @return 32 bytes for each configured key-encryption key, the current one first
   */
  List<byte[]> derive(String purpose, String of);
}

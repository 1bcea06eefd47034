package org.kalepool.wallet;

/** What is sealed beside the wallets under keys that follow from the key-encryption key. */
public interface KeyUser {
  /**
   * Seals by the current key-encryption key what an older one has sealed. Can be run again at any
   * time.
   *
   * @throws IllegalStateException if one that is needed is not configured
   */
  void rotate();
}

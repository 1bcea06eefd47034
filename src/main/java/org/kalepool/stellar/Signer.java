package org.kalepool.stellar;

import org.kalepool.kale.Address;

/** Who can sign for the pool's accounts; implemented by the module that holds the keys. */
public interface Signer {
  /** Whether {@link #sign} can sign for this account. */
  boolean holds(Address account);

  /**
   * Signs a transaction's or authorisation's hash with the account's Ed25519 key.
   *
   * @return 64 bytes
   * @throws IllegalArgumentException if this account's key is not held
   */
  byte[] sign(Address account, byte[] hash);
}

package org.kalepool.wallet;

import java.util.UUID;
import org.kalepool.kale.Address;

/** The custodial keys. Signing goes through {@link org.kalepool.stellar.Signer}. */
public interface Wallets {
  /**
   * Makes a key and stores it encrypted, in the caller's database transaction.
   *
   * @param owner the farmer or pooler it is for
   * @return the new account's address, not yet on the network
   */
  Address create(UUID owner);

  /** Takes over an existing secret (S…), stores it encrypted; the array is wiped. Idempotent. */
  Address adopt(UUID owner, char[] secret);
}

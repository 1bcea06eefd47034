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

  /**
   * The address of a key that can be made again for this owner at any time; nothing of it is
   * stored, and nothing signs with it before {@link #keep}. In the caller's database transaction.
   *
   * @param owner the farmer it is for
   */
  Address offer(UUID owner);

  /**
   * Stores the offered key encrypted, in the caller's database transaction. Idempotent.
   *
   * @param account what was offered
   * @throws IllegalStateException if neither this key is held nor it was offered to this owner
   */
  void keep(UUID owner, Address account);

  /**
   * Takes over an existing secret (S…), stores it encrypted; the array is wiped. Idempotent.
   *
   * @throws IllegalArgumentException if it is no valid secret
   * @throws IllegalStateException if it is held for another owner
   */
  Address adopt(UUID owner, char[] secret);

  /**
   * The account by whose key the pool signs what shows that it is this pool, and never a
   * transaction that moves something. Made and stored encrypted when it is asked for first.
   */
  Address signingKey();

  /**
   * Wraps every data key that an old key-encryption key wraps by the current one. Can be run again
   * at any time; what an interrupted run left undone, the next one does.
   *
   * @return how many were wrapped anew
   * @throws MissingKeyException if a wallet is wrapped by a key that is not configured; nothing has
   *     been wrapped anew then
   */
  int rotate();
}

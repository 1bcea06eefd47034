package org.kalepool.web;

import java.util.Optional;

/** Knows whose some tokens are; a module that hands out tokens provides a bean of this type. */
public interface TokenOwners {
  /** The owner of the token with this hash, see {@link Token#hash}. */
  Optional<Owner> owner(byte[] tokenHash);

  /**
   * Who calls.
   *
   * @param name the id of the farmer or pooler, or the operator's name
   * @param role {@link Caller#FARMER}, {@link Caller#POOLER} or {@link Caller#OPERATOR}
   * @param byWallet whether a farmer has shown that the payout wallet is its own
   */
  record Owner(String name, String role, boolean byWallet) {
    public Owner(String name, String role) {
      this(name, role, false);
    }
  }
}

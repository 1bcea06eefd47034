package org.kalepool.web;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
   * @param operator what an operator may do, null for all others
   */
  record Owner(String name, String role, boolean byWallet, @Nullable OperatorRole operator) {
    /** One that is no operator, by its token. */
    public Owner(String name, String role) {
      this(name, role, false, null);
    }

    /** A farmer that has shown that the payout wallet is its own. */
    public static Owner byWallet(String farmer) {
      return new Owner(farmer, Caller.FARMER, true, null);
    }

    static Owner operator(String name, OperatorRole role) {
      return new Owner(name, Caller.OPERATOR, false, role);
    }
  }
}

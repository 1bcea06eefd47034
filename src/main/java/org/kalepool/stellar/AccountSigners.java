package org.kalepool.stellar;

import java.util.Map;
import org.kalepool.kale.Address;

/**
 * Whose signatures an account takes, and how many of them for what moves its money.
 *
 * @param medium the weight that is needed; 0 asks for any signer at all
 * @param weights by Ed25519 key, none of them 0; other kinds of signers are left out
 */
public record AccountSigners(int medium, Map<Address, Integer> weights) {
  public AccountSigners {
    weights = Map.copyOf(weights);
  }

  /** Of an account that does not exist: its own key alone. */
  public static AccountSigners ofKey(Address account) {
    return new AccountSigners(0, Map.of(account, 1));
  }
}

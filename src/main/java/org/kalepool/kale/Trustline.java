package org.kalepool.kale;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * An account's KALE as the asset contract sees it, and what a burn or a mint makes of it, in the
 * asset contract's order of checks: trustline (13), 64 bits (12), range (10).
 *
 * @param balance what the account holds
 * @param limit the most it may hold
 */
public record Trustline(Kale balance, Kale limit) {

  /**
   * Takes an amount out of a trustline.
   *
   * @param trustline the payer's, null when it has none
   * @param amount stroops, positive
   * @throws ContractException {@link AssetError}
   */
  public static Trustline burn(@Nullable Trustline trustline, BigInteger amount) {
    Trustline line = present(trustline);
    Kale burned = within64Bits(amount);
    if (burned.compareTo(line.balance) > 0) {
      throw new ContractException(AssetError.BALANCE);
    }
    return new Trustline(line.balance.minus(burned), line.limit);
  }

  /**
   * Puts an amount into a trustline.
   *
   * @param trustline the receiver's, null when it has none
   * @param amount stroops, positive
   * @throws ContractException {@link AssetError}
   */
  public static Trustline mint(@Nullable Trustline trustline, BigInteger amount) {
    Trustline line = present(trustline);
    Kale minted = within64Bits(amount);
    if (minted.compareTo(line.limit.minus(line.balance)) > 0) {
      throw new ContractException(AssetError.BALANCE);
    }
    return new Trustline(line.balance.plus(minted), line.limit);
  }

  private static Trustline present(@Nullable Trustline trustline) {
    if (trustline == null) {
      throw new ContractException(AssetError.TRUSTLINE_MISSING);
    }
    return trustline;
  }

  private static Kale within64Bits(BigInteger amount) {
    if (amount.bitLength() > 63) {
      throw new ContractException(AssetError.OVERFLOW);
    }
    return Kale.ofStroops(amount.longValueExact());
  }
}

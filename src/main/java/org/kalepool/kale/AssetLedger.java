package org.kalepool.kale;

import java.math.BigInteger;

/** The asset contract as the KALE contract uses it: balances that are burned and minted. */
public interface AssetLedger {

  /**
   * Takes this amount out of the world, off the farmer's balance.
   *
   * @param amount stroops, positive, up to 128 bits
   * @throws ContractException with an {@link AssetError}, having changed nothing
   */
  void burn(Address farmer, BigInteger amount);

  /**
   * Makes this amount and gives it to the farmer.
   *
   * @param amount stroops, positive, up to 128 bits
   * @throws ContractException with an {@link AssetError}, having changed nothing
   */
  void mint(Address farmer, BigInteger amount);
}

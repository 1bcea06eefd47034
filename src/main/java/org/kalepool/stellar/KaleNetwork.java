package org.kalepool.stellar;

import org.kalepool.kale.Address;
import org.kalepool.kale.Sha256;

/**
 * The network and the game on it.
 *
 * @param passphrase the network's, hashed into every signature
 * @param contract the KALE contract
 * @param assetCode code of the classic asset behind KALE, 1 to 12 letters and digits
 * @param assetIssuer its issuer
 * @param assetContract the asset's contract, which burns and mints
 */
public record KaleNetwork(
    String passphrase,
    Address contract,
    String assetCode,
    Address assetIssuer,
    Address assetContract) {

  /** SHA-256 of the passphrase, 32 bytes. */
  public byte[] id() {
    return Sha256.of(passphrase);
  }
}

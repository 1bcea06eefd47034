package org.kalepool.farmer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.kalepool.vault.Vault;

/** A vault, with all that it takes to make it and to leave it without the pool. */
@RegisterForReflection
@Schema(name = "Vault")
public record VaultAnswer(
    @Schema(description = "Where KALE is sent; known before the vault is made") String address,
    @Schema(description = "Who alone can take from it: the payout wallet") String owner,
    @Schema(description = "The pool's part of what it gains in 1/10 000, for ever")
        int shareBasisPoints,
    @Schema(
            description =
                "Stroops below which nothing is planted from it, at first; its owner can set others")
        long floor,
    @Schema(description = "The pool contract that makes it and plants from it") String contract,
    @Schema(
            description =
                "Unsigned 64-bit number in decimal; with contract, owner, share and floor it makes"
                    + " up the address, so that anybody can make the vault")
        String number,
    @Schema(description = "Whether it has been made") boolean made,
    @Schema(description = "Whether nothing can be planted from it any more") boolean stopped) {
  static VaultAnswer of(Vault vault) {
    return new VaultAnswer(
        vault.address().text(),
        vault.owner().text(),
        vault.making().basisPoints(),
        vault.making().floor().stroops(),
        vault.contract().text(),
        Long.toUnsignedString(vault.making().id()),
        vault.isMade(),
        vault.isStopped());
  }
}

/**
 * Vaults: contracts that hold one farmer's KALE each, from which the pool can plant and only the
 * owner can take (docs/contracts.md). Which there are, of what each is made, and what is known of
 * it. It moves no farmer, and keeps no figures: what lies in a vault, the chain and the books say.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.vault;

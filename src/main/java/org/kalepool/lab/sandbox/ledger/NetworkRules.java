package org.kalepool.lab.sandbox.ledger;

/**
 * What the network is and allows.
 *
 * @param networkId SHA-256 of the passphrase
 * @param baseFee the least inclusion fee of an operation, stroops
 * @param baseReserve stroops
 * @param minTempTtl ledgers that a new temporary entry lives, its first included
 * @param minPersistentTtl the same of a persistent entry
 * @param checkSignatures whether signatures and authorizations are checked
 * @param onePendingPerAccount whether an account's second transaction has to wait for its first
 */
public record NetworkRules(
    byte[] networkId,
    long baseFee,
    long baseReserve,
    long minTempTtl,
    long minPersistentTtl,
    boolean checkSignatures,
    boolean onePendingPerAccount,
    FeeRates rates,
    Limits limits,
    Contracts contracts) {
  /** The most ledgers that an entry can live from now on, this one included. */
  public static final long MAX_TTL = 3_110_400;
}

package org.kalepool.lab.sandbox.host;

/**
 * The ledger that a call runs in and the network's settings there.
 *
 * @param protocol the ledger's version
 * @param networkId SHA-256 of the passphrase
 * @param sequence its number
 * @param timestamp its close time, Unix seconds
 * @param baseReserve stroops
 * @param minTemporaryTtl ledgers that a new temporary entry lives, its first included
 * @param minPersistentTtl the same of a persistent one
 * @param maxTtl the most ledgers that an entry can live from now on, this one included
 */
public record HostLedger(
    int protocol,
    byte[] networkId,
    long sequence,
    long timestamp,
    long baseReserve,
    long minTemporaryTtl,
    long minPersistentTtl,
    long maxTtl) {

  long maxLiveUntil() {
    return Math.min(sequence + maxTtl - 1, 0xFFFF_FFFFL);
  }
}

/**
 * Hashing on other machines, by a broker: the protocol, the desk at which the pooler hands out
 * ranges of nonces, and the hasher that works them off. Knows nothing of farmers' accounts, the
 * network or the database: the board and what happens to finds are handed in.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.work.fleet;

/**
 * Hashing: kernels that search nonces whose Keccak-256 starts with enough zero digits, the choice
 * of the fastest one that proves itself right, and the threads that drive it. Knows nothing of
 * farmers' accounts, the network or the database: what to search and where to tell of finds is
 * handed in.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.work.miner;

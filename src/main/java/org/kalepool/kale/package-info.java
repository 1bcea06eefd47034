/**
 * The game as values and pure functions: money, addresses, blocks, pails, scoring, hashing and the
 * contract's errors. No I/O and no framework; what is said here is the contract's rule, pinned by
 * recordings of the real one.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.kale;

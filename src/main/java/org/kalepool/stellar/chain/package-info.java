/**
 * What is read from the network: the game's entries, holdings, claimable balances, events, terms,
 * and whether it is the network that the books are of.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.stellar.chain;

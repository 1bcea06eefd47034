/**
 * The ledger: what entries are and what names them, the store of those that are there, closed
 * ledgers with their headers, and the network's settings, limits and fees.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.lab.sandbox.ledger;

/**
 * Transactions: whether one may wait for a ledger, in which it is applied, what its operations do,
 * what it is charged and what its result says. Ledgers are closed here.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.lab.sandbox.transaction;

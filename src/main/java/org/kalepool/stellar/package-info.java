/**
 * The network: JSON-RPC, XDR through the SDK, signing, fees, and the transaction lanes. The only
 * module that knows the SDK; everybody else sees {@link org.kalepool.stellar.Chain} for what is
 * stored there, {@link org.kalepool.stellar.Transactions} to change it, and {@link
 * org.kalepool.stellar.TransactionSettled} for how that ended.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.stellar;

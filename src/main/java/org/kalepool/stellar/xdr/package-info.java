/**
 * XDR through the SDK: keys and entries of the ledger, contract values, operations, envelopes and
 * signatures. It asks nobody.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.stellar.xdr;

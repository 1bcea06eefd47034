/**
 * Reading and writing XDR: contract values, events, addresses and the hash of everything. It knows
 * no other room.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.lab.sandbox.xdr;

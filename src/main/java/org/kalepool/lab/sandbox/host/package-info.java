/**
 * The Soroban host: runs contracts' wasm in this process, with the environment interface that they
 * import, the tree of authorizations, storage with its lives, events and metering. Contracts that
 * are written in Java are called the same way ({@link
 * org.kalepool.lab.sandbox.host.NativeContract}). It reads the ledger through {@link
 * org.kalepool.lab.sandbox.host.World} and writes nothing: what a call changed is in its result.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.lab.sandbox.host;

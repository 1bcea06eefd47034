/**
 * Kills the packaged pool at every place where its state changes and holds the books of the run
 * that went on after it against those of an undisturbed one.
 *
 * <p>The places are found by instrumenting the database driver and the RPC transport in the child
 * process, so a new step of the pool is covered without being named here.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.crash;

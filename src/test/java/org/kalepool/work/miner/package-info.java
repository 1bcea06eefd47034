/** Kernels against recorded hashes, the hashing threads and devices, and the board they work on. */
@org.jspecify.annotations.NullMarked
package org.kalepool.work.miner;

/** The block monitor: notices ledgers and blocks, and says when a block may be opened. */
@org.jspecify.annotations.NullMarked
package org.kalepool.block;

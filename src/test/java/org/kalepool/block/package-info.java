/** Which block is open, read from a farm that a test drives ledger by ledger. */
@org.jspecify.annotations.NullMarked
package org.kalepool.block;

/** Payouts, obstacles and debts: planned from snapshots, and swept over a chain that is driven. */
@org.jspecify.annotations.NullMarked
package org.kalepool.exit;

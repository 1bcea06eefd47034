/**
 * The plant coordinator: plants every active farmer in every block, in parallel.
 *
 * <p>Its open work is every active farmer without a row in {@code plantings} for the block that can
 * be planted now: the running one, or the next when that is due. A plant that lands writes its row
 * and the journal in the database transaction that settles it. Everything else that can become of a
 * farmer in a block is decided by the sweep, from the settled transactions.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.plant;

/**
 * Works and harvests that share a transaction: which ones, on which of the pool's own accounts, and
 * the keeping of these accounts. Who asks for the deeds is told of each how it ended, as if it had
 * been alone.
 *
 * <p>What a batch costs a channel pays, an account that is filled from the own pooler's wallet.
 * Each farmer's share is booked as advanced, and comes back with the farmer's split. So only those
 * are in batches who have the XLM to give back what was advanced for them; all others pay by
 * themselves, as before.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.batch;

package org.kalepool.books;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;

/**
 * A pail that the books hold open was harvested without the pool having seen it. Observers record
 * it in the database transaction that fires this.
 *
 * @param ledger in which it was harvested, or as of which it was found to have been
 * @param transaction that harvested it, null if unknown
 */
public record HarvestFound(
    UUID farmer, long block, Kale stake, Kale reward, long ledger, @Nullable Hash transaction) {}

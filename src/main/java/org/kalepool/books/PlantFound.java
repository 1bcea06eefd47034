package org.kalepool.books;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;

/**
 * The chain shows a plant of a farmer's that the books do not know: the pool's own, since nobody
 * else can sign for it, from before a restore or with a landing that was never seen. Observers
 * record it in the database transaction that fires this.
 *
 * @param ledger in which it was planted
 * @param transaction that planted it, null if the node does not remember
 * @param pail as the chain has it, null if it is gone
 * @param harvested whether it is gone because it was harvested
 * @param running whether its block still runs
 */
public record PlantFound(
    UUID farmer,
    long block,
    Kale stake,
    long ledger,
    @Nullable Hash transaction,
    @Nullable Pail pail,
    boolean harvested,
    boolean running) {}

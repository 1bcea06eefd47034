package org.kalepool.stellar;

import org.kalepool.kale.Xlm;

/**
 * What the network charges and allows, as read from it.
 *
 * @param baseReserve one reserve unit; an account needs two, a trustline one more
 * @param ledgerSeconds recent mean time between ledgers, seconds
 * @param minTemporaryTtl ledgers a temporary entry lives at least
 * @param plantFee what a plant is expected to cost now, resource and inclusion fee, opening case
 * @param workFee the same for a work
 * @param harvestFee the same for a harvest
 */
public record NetworkTerms(
    Xlm baseReserve,
    double ledgerSeconds,
    long minTemporaryTtl,
    Xlm plantFee,
    Xlm workFee,
    Xlm harvestFee) {}

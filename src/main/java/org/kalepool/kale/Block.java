package org.kalepool.kale;

import java.math.BigInteger;

/**
 * A block as the contract stores it, both for {@code Block(index)} (the limits that score its
 * pails) and for the running {@code FarmBlock} (what is being observed for the next one).
 *
 * @param timestamp when it opened, Unix seconds, unsigned 64-bit
 * @param minGap lowest gap, in ledgers, unsigned 32-bit
 * @param minStake lowest stake, stroops, signed 128-bit
 * @param minZeros lowest number of leading zero hex digits, unsigned 32-bit
 * @param maxGap highest gap
 * @param maxStake highest stake
 * @param maxZeros highest number of zeros
 * @param entropy what the work of this block hashes
 * @param stakedTotal stakes planted and not yet worked, stroops, signed 128-bit
 * @param normalizedTotal sum of the contributions, signed 128-bit
 */
public record Block(
    long timestamp,
    long minGap,
    BigInteger minStake,
    long minZeros,
    long maxGap,
    BigInteger maxStake,
    long maxZeros,
    Hash entropy,
    BigInteger stakedTotal,
    BigInteger normalizedTotal) {}

package org.kalepool.lab.plan;

import java.math.BigInteger;

/**
 * What one of the others does in a block.
 *
 * @param plants the ledger its plant lands in
 * @param stake stroops
 * @param works the ledger its work lands in, −1 if it sends none
 * @param zeros of its work
 */
record OtherFarmer(int plants, BigInteger stake, int works, int zeros) {}

package org.kalepool.lab.plan;

/**
 * A work on its way.
 *
 * @param since the newest ledger when it was sent
 * @param lands the ledger it lands in
 */
record Flight(PoolFarmer farmer, int zeros, int since, int lands) {}

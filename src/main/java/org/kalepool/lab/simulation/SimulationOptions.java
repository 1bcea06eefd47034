package org.kalepool.lab.simulation;

import java.util.Set;

/**
 * What a simulation is made of.
 *
 * @param ownSending whether there is a second pooler that sends its works itself
 * @param splitContract whether payouts are by the split contract
 * @param vaults how many farmers with vaults there are at a time, beside the others
 * @param spoilAfter blocks after which a farmer gets what nobody knows of, 0 for never
 */
record SimulationOptions(
    long seed,
    long blocks,
    int farmers,
    Set<SimulatedFault> faults,
    boolean ownSending,
    boolean splitContract,
    int vaults,
    long progressEvery,
    long spoilAfter) {}

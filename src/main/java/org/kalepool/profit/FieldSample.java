package org.kalepool.profit;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What a closed block says of those that will follow. A part is what the best gap, stake or zeros
 * earn: a pail has up to three.
 *
 * @param parts of all pails together
 * @param ownParts of the pool's among them
 * @param forfeited stakes that were never worked, KALE
 * @param expected what the pool's pails were expected to bring, KALE; 0 if nothing was
 * @param came what they brought, KALE
 * @param factor by which what was expected had been corrected
 */
@RegisterForReflection
public record FieldSample(
    long block,
    double parts,
    double ownParts,
    double forfeited,
    double expected,
    double came,
    double factor) {}

package org.kalepool.profit;

import org.jspecify.annotations.Nullable;
import org.kalepool.kale.BlockReward;

/**
 * What a closed block says of those that will follow. A part is what the best gap, stake or zeros
 * earn: a pail has up to three.
 *
 * @param parts of all pails together
 * @param ownParts of the pool's among them
 * @param expectedParts what those of the pool's pails were expected to contribute of which
 *     something was expected, before any correction; 0 if nothing was
 * @param forfeited stakes that were never worked, KALE
 * @param expected what these pails were expected to bring, KALE; 0 if nothing was
 * @param came what they brought, KALE
 * @param limits by which the block scored; null where that is not known any more
 */
public record FieldSample(
    long block,
    double parts,
    double ownParts,
    double expectedParts,
    double forfeited,
    double expected,
    double came,
    @Nullable FieldLimits limits) {
  /** Parts of all pails but the pool's. */
  double others() {
    return Math.max(parts - ownParts, 0);
  }

  /** Parts of those pails of which something was expected. */
  double contributed() {
    return parts * came / (BlockReward.of(block).stroops() / 1e7 + forfeited);
  }

  /** The same over what was expected; no number if nothing was. */
  double asExpected() {
    return expectedParts > 0 ? contributed() / expectedParts : Double.NaN;
  }
}

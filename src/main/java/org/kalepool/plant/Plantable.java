package org.kalepool.plant;

import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;

/**
 * A farmer that can be planted, with the stake that it can have.
 *
 * @param contract the pool contract that plants from its vault; null where it has an account
 */
record Plantable(PlantCandidate farmer, Kale stake, @Nullable Address contract) {}

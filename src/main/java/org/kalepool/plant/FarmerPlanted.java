package org.kalepool.plant;

import java.util.UUID;

/** A farmer's pail is in a ledger, and in {@code plantings}. */
public record FarmerPlanted(UUID farmer, long block) {}

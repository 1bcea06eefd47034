package org.kalepool.harvest;

import java.util.UUID;

/** A pail is settled: harvested, or lost for good; {@code harvests} says which. */
public record PailHarvested(UUID farmer, long block) {}

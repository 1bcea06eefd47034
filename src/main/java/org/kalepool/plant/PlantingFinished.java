package org.kalepool.plant;

/** Every active farmer has a row in {@code plantings} for this block. */
public record PlantingFinished(long block) {}

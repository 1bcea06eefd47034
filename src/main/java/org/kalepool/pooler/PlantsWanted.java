package org.kalepool.pooler;

import java.util.UUID;

/** A pooler has asked for the plants of its farmers in a block; {@code plant_requests} says so. */
public record PlantsWanted(UUID pooler, long block) {}

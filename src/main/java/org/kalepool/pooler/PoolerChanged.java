package org.kalepool.pooler;

import java.util.UUID;

/**
 * What operators set of a pooler has changed.
 *
 * @param key whether its key has, so that whoever has the old one is to be let in no more
 */
public record PoolerChanged(UUID pooler, boolean key) {}

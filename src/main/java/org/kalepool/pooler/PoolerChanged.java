package org.kalepool.pooler;

import java.util.UUID;

/** What operators set of a pooler has changed. */
public record PoolerChanged(UUID pooler) {}

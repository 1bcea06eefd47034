package org.kalepool.work;

import java.util.UUID;

/** A work is in a ledger, and in {@code works}. */
public record FarmerWorked(UUID farmer, long block) {}

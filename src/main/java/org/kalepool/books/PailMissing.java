package org.kalepool.books;

import java.util.UUID;

/**
 * The books hold a pail open that the chain does not have. Whoever settles pails finds out where it
 * went; until then the farmer's surplus is not taken for a deposit.
 */
public record PailMissing(UUID farmer, long block) {}

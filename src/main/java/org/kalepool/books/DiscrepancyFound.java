package org.kalepool.books;

import java.util.UUID;

/**
 * Books and chain differ for a farmer; payouts stop until it is cleared.
 *
 * @param differenceStroops chain less books
 */
public record DiscrepancyFound(UUID farmer, String what, long differenceStroops) {}

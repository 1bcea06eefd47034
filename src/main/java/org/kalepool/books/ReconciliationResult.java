package org.kalepool.books;

/**
 * What comparing the books of all farmers with the chain found.
 *
 * @param reconciled whether all could be compared and nothing differs
 * @param differenceStroops the absolute differences added up, KALE and XLM; surplus is booked as a
 *     deposit and is none
 * @param farmers how many were compared
 * @param pending how many could not be, because something of theirs is under way or the node lags
 */
public record ReconciliationResult(
    boolean reconciled, long differenceStroops, int farmers, int pending) {}

package org.kalepool.books;

import java.util.UUID;
import org.kalepool.kale.Kale;

/**
 * An operator has decided, or a payout has shown, that a pail which the books hold open is lost.
 * Observers record it in the database transaction that fires this.
 *
 * @param debtor {@link Debtor#POOLER} if the pooler owes the stake
 */
public record PailWrittenOff(
    UUID farmer, long block, Kale stake, Debtor debtor, String why, long ledger) {}

package org.kalepool.books;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;

/**
 * A restored farmer's custodial account is gone, and all the KALE that was in it by the books was
 * sent on by the transaction before: the farmer was paid out after the backup. Fired in the
 * database transaction that has booked everything before that.
 *
 * @param transaction the last one that sent KALE, null if there was none to send
 */
public record AccountGone(UUID farmer, long ledger, @Nullable Hash transaction) {}

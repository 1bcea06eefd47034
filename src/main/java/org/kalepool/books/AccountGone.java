package org.kalepool.books;

import java.util.List;
import java.util.UUID;
import org.kalepool.stellar.Movements.Movement;

/**
 * A restored farmer's custodial account is gone, and all the KALE that was in it by the books was
 * sent on by what closed it: the farmer was paid out after the backup. Fired in the database
 * transaction that has booked everything before that.
 *
 * @param ledger as of which it is gone
 * @param since the ledger from which on the books may lack something
 * @param sent what the account sent since
 */
public record AccountGone(UUID farmer, long ledger, long since, List<Movement> sent) {
  public AccountGone {
    sent = List.copyOf(sent);
  }
}

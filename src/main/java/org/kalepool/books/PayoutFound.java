package org.kalepool.books;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Movements.Movement;

/**
 * A restored farmer was paid after the backup, of what it had earned or all that it had: nothing
 * but a payout sends from a custodial account, or closes it. Fired in the database transaction that
 * has booked everything before that, and what came in since: the books' custody is what was sent
 * and what is left.
 *
 * @param ledger as of which the chain was read
 * @param since the ledger from which on the books may lack something
 * @param sent what the account sent since
 * @param unbooked what came in since, whenever that was
 * @param left the account, if it was left open; null if it is gone
 * @param drained whether no pail is left to harvest; while one is, nobody is paid out
 * @param sentXlm whether XLM is gone that fees cannot have taken, which only a payout at the end
 *     sends
 */
public record PayoutFound(
    UUID farmer,
    long ledger,
    long since,
    List<Movement> sent,
    Kale unbooked,
    @Nullable Holdings left,
    boolean drained,
    boolean sentXlm) {
  public PayoutFound {
    sent = List.copyOf(sent);
  }

  /** The same without these, which are booked. */
  public PayoutFound after(List<Movement> booked) {
    return sending(sent.stream().filter(each -> !booked.contains(each)).toList());
  }

  /** The same with these sent. */
  public PayoutFound sending(List<Movement> others) {
    return new PayoutFound(farmer, ledger, since, others, unbooked, left, drained, sentXlm);
  }
}

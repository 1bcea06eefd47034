package org.kalepool.books;

import java.util.UUID;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;

/**
 * Payouts of what was earned that neither the books nor the node know any more, as after the
 * restore of an older backup, and how an operator books one that it has found elsewhere. As a
 * correction it would be money gone, and the poolers would get their part of the same earnings
 * again.
 */
public interface ForgottenPayouts {
  /**
   * What an explorer tells of one.
   *
   * @param ledger in which it landed
   * @param toFarmer what it sent from the custodial account to the payout wallet
   * @param toPoolers what it sent to poolers' wallets
   */
  record Payout(UUID farmer, Hash hash, long ledger, Kale toFarmer, Kale toPoolers) {
    /** What has left the account, which is what was taken of what was earned. */
    Kale sent() {
      return toFarmer.plus(toPoolers);
    }
  }

  /** What came of it. */
  sealed interface Answer {
    /** It is booked. */
    record Booked(EarnedSplit split) implements Answer {}

    /** Nothing was booked: a payout with this hash is. */
    record AlreadyBooked() implements Answer {}

    /** Nothing was booked: the pool has this transaction among its own, and it can be settled. */
    record Known() implements Answer {}

    /** Nothing was booked: not so much is missing of the KALE. */
    record NotMissing(Corrections.Standing now) implements Answer {}

    /** Nothing was booked: books and chain cannot be compared now. */
    record NotReady(Corrections.Standing now) implements Answer {}

    /** Nothing was booked: it cannot have been like that. */
    record Refused(String field, String why) implements Answer {}
  }

  /**
   * Books one, in the caller's database transaction, if it explains what is missing of the KALE, or
   * a part of it, and shares it as the terms do.
   *
   * @param seen what {@link Corrections#look} showed; what the books say is read again under a lock
   */
  Answer book(Payout payout, Corrections.Standing seen);
}

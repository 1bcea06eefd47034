package org.kalepool.exit;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.kalepool.books.EarnedSplit;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Movements;
import org.kalepool.stellar.Movements.Kind;
import org.kalepool.stellar.Movements.Movement;

/**
 * Whether a payout without leaving has landed of which nobody has seen the end: its sequence number
 * was used, and the node has forgotten the transaction. What it remembers of the account's
 * movements tells, and where it remembers nothing, what the account holds.
 */
@Singleton
final class UnseenEarned {
  private final Movements movements;

  UnseenEarned(Movements movements) {
    this.movements = movements;
  }

  /** What is known of it. */
  sealed interface Verdict {
    /**
     * It has landed.
     *
     * @param ledger in which, or as of which it was found to have
     */
    record Landed(long ledger) implements Verdict {}

    /** It has not, and never can. */
    record NotLanded() implements Verdict {}

    /** Nothing tells. */
    record Unknown() implements Verdict {}
  }

  /**
   * What is known of a payout.
   *
   * @param remembered what the account has moved since it was built, up to this reading of it, if
   *     the node remembers
   */
  static Verdict of(
      PayoutPlanRepository.Unseen payout,
      EarnedSplit split,
      Kale custody,
      Holdings held,
      Optional<List<Movement>> remembered) {
    if (held.sequence() < payout.sequence()) {
      return new Verdict.Unknown();
    }
    if (remembered.isPresent()) {
      return remembered.get().stream()
          .filter(each -> each.kind() == Kind.SENT && each.transaction().equals(payout.hash()))
          .map(each -> (Verdict) new Verdict.Landed(each.ledger()))
          .findFirst()
          .orElseGet(Verdict.NotLanded::new);
    }
    Kale there = held.kale() == null ? Kale.ZERO : held.kale();
    if (there.equals(custody)) {
      return new Verdict.NotLanded();
    }
    return there.equals(custody.minus(split.earned()))
        ? new Verdict.Landed(held.ledger())
        : new Verdict.Unknown();
  }

  /**
   * What the node remembers of the account's movements since a payout was built.
   *
   * @throws org.kalepool.stellar.RpcException if it cannot be asked
   */
  Optional<List<Movement>> remembered(PayoutPlanRepository.Unseen payout, Holdings held) {
    return movements.moved(held.account(), payout.builtLedger() + 1, held.ledger());
  }
}

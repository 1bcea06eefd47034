package org.kalepool.exit;

import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Holdings;

/** Puts together the transaction of a payout that has been decided. A pure function. */
final class PayoutBuilder {
  private final Xlm feeReserve;

  /**
   * @param feeReserve what an account must have to spare to carry a transaction
   */
  PayoutBuilder(Xlm feeReserve) {
    this.feeReserve = feeReserve;
  }

  /**
   * How a payout is made.
   *
   * @param direct whether the claimable balance is the custodial account's own; a part only
   * @param owesClaim whether the debt that the carrier leaves could only be paid as a claimable
   *     balance
   * @param ownLane whether the custodial account carries the transaction
   * @param part whether the account is left open, with its trustline
   * @param limit what the trustline may hold from then on; null to leave that as it is
   */
  record Way(
      boolean claimable,
      boolean direct,
      boolean owesClaim,
      boolean ownLane,
      boolean part,
      @Nullable Kale limit) {}

  /**
   * XLM that can be paid now: of an account that is left open not its reserve, and not what the
   * later transaction costs.
   */
  Xlm spare(ExitSnapshot now, Holdings custodial, boolean ownLane, boolean part) {
    // the trustline's reserve is free once it is removed; two stay with the account until its merge
    Xlm freed = custodial.hasTrustline() && !part ? now.baseReserve() : Xlm.ZERO;
    return custodial
        .spendable()
        .plus(freed)
        .minus(ownLane ? feeReserve : Xlm.ZERO)
        .minus(part ? feeReserve : Xlm.ZERO)
        .max(Xlm.ZERO);
  }

  ExitDecision build(ExitSnapshot now, Holdings custodial, Split split, Way way) {
    Xlm reserve = way.claimable() ? now.baseReserve() : Xlm.ZERO;
    Xlm all = spare(now, custodial, way.ownLane(), way.part());
    if (all.compareTo(reserve) < 0) {
      return new ExitDecision.Wait(
          Obstacle.CLAIM_RESERVE, "needs %s, has %s XLM to spare".formatted(reserve, all));
    }
    Xlm free = all.minus(reserve);
    boolean shared = now.farmer().destination().isShared();
    // the merge of an account without XLM to spare frees the rest of it in the carrier's wallet
    // only
    boolean throughPooler =
        !way.ownLane() && !way.part() && (shared || free.compareTo(feeReserve) < 0);
    ExitDecision.Lumens lumens = lumens(now, custodial, way, free, throughPooler);
    Xlm given = lumens.advance().min(free.minus(lumens.debtReserve()));
    Address lane = way.ownLane() ? now.farmer().custodial() : now.pooler().wallet();
    SplitOperations operations = new SplitOperations(lane, now.reading());
    operations.pay(split, way.claimable(), way.direct());
    Kale limit = way.limit();
    if (limit != null) {
      operations.limitTrustline(limit);
    } else if (!way.part()) {
      operations.closeTrustline(custodial.hasTrustline());
    }
    operations.payPooler(lumens.claimReserve().plus(lumens.debtReserve()).plus(given));
    if (way.claimable() && !way.direct()) {
      operations.leave(split.payout());
    }
    if (throughPooler) {
      operations.mergeThroughPooler(lumens.left());
    } else {
      boolean rest = shared || way.part();
      operations.payXlm(rest ? free.minus(lumens.debtReserve()).minus(given) : Xlm.ZERO);
    }
    if (!throughPooler && !way.part()) {
      operations.merge();
    }
    return new ExitDecision.Pay(
        split,
        lane,
        new Call.Operations(operations.list(), now.farmer().destination().memo()),
        lumens,
        way.claimable());
  }

  /**
   * What the carrier's wallet gets of the XLM. Who leaves pays what that costs, before the payout
   * wallet gets the rest: the reserves of claimable balances, and the fee where the carrier's
   * wallet carries the transaction.
   *
   * @param free what can be paid before the merge, beside the claimable balance's reserve
   */
  private ExitDecision.Lumens lumens(
      ExitSnapshot now, Holdings custodial, Way way, Xlm free, boolean throughPooler) {
    Xlm claimReserve = way.claimable() && !way.direct() ? now.baseReserve() : Xlm.ZERO;
    // What cannot be paid by the figures failed once already: then it is waived.
    boolean takes = now.poolerWallet() != null && !now.failedFor(Cause.BALANCE_TOO_LOW);
    Xlm debtReserve =
        takes && way.owesClaim() && free.compareTo(now.baseReserve()) >= 0
            ? now.baseReserve()
            : Xlm.ZERO;
    Xlm payable = throughPooler ? custodial.xlm().minus(claimReserve) : free;
    Xlm owed = now.books().advanced().plus(way.ownLane() ? Xlm.ZERO : feeReserve);
    Xlm advance = takes ? owed.min(payable.minus(debtReserve)) : Xlm.ZERO;
    return new ExitDecision.Lumens(
        custodial.xlm(), claimReserve, advance, debtReserve, throughPooler);
  }
}

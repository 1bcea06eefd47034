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
  private final Xlm baseReserve;
  private final Xlm feeReserve;

  /**
   * @param baseReserve one reserve unit, which a claimable balance takes from its creator
   * @param feeReserve what an account must have to spare to carry a transaction
   */
  PayoutBuilder(Xlm baseReserve, Xlm feeReserve) {
    this.baseReserve = baseReserve;
    this.feeReserve = feeReserve;
  }

  /**
   * How a payout is made.
   *
   * @param ownLane whether the custodial account carries the transaction
   * @param part whether the account is left open, with its trustline
   * @param limit what the trustline may hold from then on; null to leave that as it is
   */
  record Way(boolean claimable, boolean ownLane, boolean part, @Nullable Kale limit) {}

  /**
   * XLM that can be paid now: of an account that is left open not its reserve, and not what the
   * later transaction costs.
   */
  Xlm spare(Holdings custodial, boolean ownLane, boolean part) {
    // the trustline's reserve is free once it is removed; two stay with the account until its merge
    Xlm freed = custodial.hasTrustline() && !part ? baseReserve : Xlm.ZERO;
    return custodial
        .spendable()
        .plus(freed)
        .minus(ownLane ? feeReserve : Xlm.ZERO)
        .minus(part ? feeReserve : Xlm.ZERO)
        .max(Xlm.ZERO);
  }

  Decision build(ExitPlanner.Situation now, Holdings custodial, Split split, Way way) {
    Xlm free = spare(custodial, way.ownLane(), way.part());
    Xlm reserve = way.claimable() ? baseReserve : Xlm.ZERO;
    Holdings wallet = now.poolerWallet();
    if (free.compareTo(reserve) < 0) {
      return new Decision.Wait(
          Obstacle.CLAIM_RESERVE, "needs %s, has %s XLM to spare".formatted(reserve, free));
    }
    // What cannot be paid by the figures failed once already: then it is waived.
    Xlm advance =
        wallet == null || now.failedFor(Cause.BALANCE_TOO_LOW)
            ? Xlm.ZERO
            : now.books().advanced().min(free.minus(reserve));
    boolean shared = now.farmer().destination().isShared();
    Xlm left = custodial.xlm().minus(reserve).minus(advance);
    Address lane = way.ownLane() ? now.farmer().custodial() : now.pooler().wallet();
    SplitOperations operations = new SplitOperations(lane, now.farmer(), now.pooler());
    operations.pay(split, way.claimable());
    Kale limit = way.limit();
    if (limit != null) {
      operations.limitTrustline(limit);
    } else if (!way.part()) {
      operations.closeTrustline(custodial.hasTrustline());
    }
    operations.payPooler(reserve.plus(advance));
    if (way.claimable()) {
      operations.leave(split.payout());
    }
    boolean throughPooler = shared && !way.ownLane() && !way.part();
    if (throughPooler) {
      operations.mergeThroughPooler(left);
    } else {
      operations.payXlm(shared || way.part() ? free.minus(reserve).minus(advance) : Xlm.ZERO);
    }
    if (!throughPooler && !way.part()) {
      operations.merge();
    }
    return new Decision.Pay(
        split,
        lane,
        new Call.Operations(operations.list(), now.farmer().destination().memo()),
        new Decision.Lumens(custodial.xlm(), reserve, advance, throughPooler),
        way.claimable());
  }
}

package org.kalepool.exit;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kalepool.exit.PayoutBuilder.Way;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Holdings;

/**
 * Decides how a leaving farmer is paid out by classic operations. A pure function.
 *
 * <p>One transaction, all or nothing: pay each pooler its part, pay the farmer, remove the
 * trustline, merge. It is safe against whatever happens before it lands: were there more or less
 * KALE than computed, the trustline could not be removed or a payment not be made, and nothing
 * would have happened.
 *
 * <p>A pooler's purse holds nobody up: what its wallet cannot pay now of a compensation stays its
 * debt ({@link DebtSweep}), and all else goes to the farmer. What it cannot take of its share stays
 * in the account, which is left open: only a part is paid, and the rest later ({@link LateSweep}).
 * So it is with those that are too many for one transaction.
 *
 * <p>Nor does anybody who sends dust in each ledger, so that the trustline is never empty when it
 * is to be removed: the third attempt pays what is there, leaves the rest for later too, and lets
 * hardly any more dust come in.
 *
 * <p>A farmer whose payout wallet takes no KALE gets a claimable balance. Its reserve is held by
 * who creates it, and an account that holds a reserve for others cannot be merged; so the KALE goes
 * through the carrier's wallet, which creates it, within the same transaction, and gets the reserve
 * from the farmer's XLM. An exchange would never claim one, so there the farmer waits. Where the
 * carrier's wallet cannot take the KALE or not be signed for, the custodial account creates the
 * balance after all, and is merged when that has been claimed: nothing else makes it sponsor.
 *
 * <p>Many exchanges do not notice a merge. Where the payout wallet is an exchange's, the account is
 * therefore merged into the carrier's wallet, which pays the same XLM on; where that cannot, all
 * that can be paid is paid, and the account's last reserve comes by the merge.
 */
final class ClassicPlanner {
  /** Failed attempts to remove the trustline before it is left open for now. */
  private static final int ATTEMPTS_TO_CLOSE = 2;

  /** Poolers that one transaction pays, of the network's 100 operations. */
  static final int MOST_PAID = 60;

  private final PayoutBuilder builder;
  private final Xlm feeReserve;

  /**
   * @param feeReserve what an account must have to spare to carry the transaction
   */
  ClassicPlanner(Xlm feeReserve) {
    this.builder = new PayoutBuilder(feeReserve);
    this.feeReserve = feeReserve;
  }

  /** How, or why it has to wait. */
  ExitDecision decide(ExitSnapshot now, Holdings custodial) {
    Holdings payout = now.payout();
    if (payout == null) {
      return wait(Obstacle.PAYOUT_MISSING, now.farmer().payout().text());
    }
    if (now.reading().memoRequired() && !now.farmer().destination().isShared()) {
      return wait(Obstacle.MEMO_REQUIRED, now.farmer().payout().text());
    }
    Split whole = Split.of(now.books());
    Set<UUID> paying =
        first(
            ExitPlanner.MOST_PAYING,
            whole,
            part -> part.fromPooler().isPositive() && ExitPlanner.pays(now, part));
    Split split = whole.deferring(part -> !paying.contains(part.pooler()));
    return delivery(now, payout, split).orElseGet(() -> pay(now, custodial, split));
  }

  private static Set<UUID> first(int most, Split split, Predicate<Split.Part> those) {
    return split.parts().stream()
        .filter(those)
        .limit(most)
        .map(Split.Part::pooler)
        .collect(Collectors.toSet());
  }

  /** Why the payout wallet cannot be paid its KALE, in whatever way. */
  private Optional<ExitDecision> delivery(ExitSnapshot now, Holdings payout, Split split) {
    if (split.payout().isZero() || ExitPlanner.takes(now, payout, split.payout())) {
      return Optional.empty();
    }
    String account = now.farmer().payout().text();
    if (payout.hasTrustline() && !payout.authorized()) {
      return Optional.of(wait(Obstacle.PAYOUT_UNAUTHORIZED, account));
    }
    return now.farmer().destination().isShared()
        ? Optional.of(wait(Obstacle.PAYOUT_TRUSTLINE, account))
        : Optional.empty();
  }

  private ExitDecision pay(ExitSnapshot now, Holdings custodial, Split split) {
    Holdings payout = now.payout();
    boolean claimable =
        split.payout().isPositive()
            && (payout == null || !ExitPlanner.takes(now, payout, split.payout()));
    UUID carrier = now.pooler().id();
    Set<UUID> paid =
        first(
            MOST_PAID,
            split,
            part ->
                part.toPooler().isPositive()
                    && takes(now.reading().wallet(part.pooler()), part.toPooler()));
    Split whatIsTaken = split.keeping(part -> !paid.contains(part.pooler()));
    boolean kept = whatIsTaken.withheld().isPositive();
    Kale into =
        split
            .of(carrier, Split.Part::toPooler)
            .plus(split.payout())
            .minus(split.of(carrier, Split.Part::fromPooler));
    boolean direct =
        claimable
            && (!ExitPlanner.signs(now) || (into.isPositive() && !takes(now.poolerWallet(), into)));
    if (direct && split.fromPooler().isPositive()) {
      return pay(now, custodial, split.deferred());
    }
    boolean sponsors = custodial.attached().sponsoring() > 0;
    if (direct || kept || sponsors) {
      return part(now, custodial, whatIsTaken, claimable, direct);
    }
    boolean dusty =
        now.failedFor(Cause.OTHER)
            && now.state().attempts() >= ATTEMPTS_TO_CLOSE
            && ExitPlanner.onChain(custodial).isPositive()
            // where an earlier part has limited it so, it is full before long
            && custodial.takes(roomForDust(now).times(10));
    Optional<Lane> lane = lane(now, custodial);
    return lane.isEmpty()
        ? noFee()
        : builder.build(
            now,
            custodial,
            split,
            new Way(
                claimable,
                false,
                owesClaim(now, split),
                lane.get().own(),
                dusty,
                dusty ? roomForDust(now) : null));
  }

  /** Only what can be paid now, where a pooler's wallet takes nothing or the account stays. */
  private ExitDecision part(
      ExitSnapshot now, Holdings custodial, Split split, boolean claimable, boolean direct) {
    Optional<Lane> lane = lane(now, custodial);
    if (lane.isEmpty()) {
      return noFee();
    }
    boolean own = lane.get().own();
    Xlm least = own ? feeReserve : feeReserve.plus(feeReserve);
    boolean worthwhile =
        split.payout().isPositive()
            || split.toPooler().isPositive()
            || builder.spare(now, custodial, own, true).compareTo(least) >= 0;
    if (worthwhile) {
      return builder.build(
          now,
          custodial,
          split,
          new Way(claimable, direct, owesClaim(now, split), own, true, null));
    }
    if (custodial.attached().sponsoring() > 0) {
      return wait(
          Obstacle.CLAIM_OPEN,
          "%s holds %d reserves"
              .formatted(custodial.account().text(), custodial.attached().sponsoring()));
    }
    return takesNothing(now, split);
  }

  private static ExitDecision.Wait takesNothing(ExitSnapshot now, Split split) {
    PayoutReading reading = now.reading();
    UUID first =
        split.parts().stream()
            .filter(part -> part.withheld().isPositive())
            .map(Split.Part::pooler)
            .findFirst()
            .orElse(now.pooler().id());
    String wallet = reading.address(first).map(Address::text).orElse(first.toString());
    return reading.wallet(first) == null
        ? wait(Obstacle.POOLER_WALLET, wallet)
        : wait(Obstacle.POOLER_TRUSTLINE, "for %s KALE".formatted(split.withheld()));
  }

  /**
   * Whether the debt that the carrier leaves could only be paid as a claimable balance, as it looks
   * now. Another pooler's waits for a trustline then: its wallet carries nothing now.
   */
  private static boolean owesClaim(ExitSnapshot now, Split split) {
    Holdings payout = now.payout();
    Kale debt = split.of(now.pooler().id(), Split.Part::debt);
    return debt.isPositive()
        && !now.farmer().destination().isShared()
        && (payout == null || !ExitPlanner.takes(now, payout, split.payout().plus(debt)));
  }

  private ExitDecision.Wait noFee() {
    String needed = "the fee needs %s XLM to spare, there or in the farmer's account";
    return wait(Obstacle.POOLER_XLM, needed.formatted(feeReserve));
  }

  private static boolean takes(@Nullable Holdings wallet, Kale amount) {
    return wallet != null && wallet.takes(amount);
  }

  /** More after each attempt that met more dust than that. */
  private static Kale roomForDust(ExitSnapshot now) {
    Kale room = Kale.ofStroops(1);
    for (int i = 0; i < Math.min(now.state().attempts(), 15); i++) {
      room = room.times(10);
    }
    return room;
  }

  /**
   * Who carries the transaction.
   *
   * @param own whether the custodial account does, not the pooler's wallet
   */
  private record Lane(boolean own) {}

  private Optional<Lane> lane(ExitSnapshot now, Holdings custodial) {
    Holdings wallet = now.poolerWallet();
    boolean poolerCarries =
        wallet != null && ExitPlanner.signs(now) && wallet.spendable().compareTo(feeReserve) >= 0;
    boolean farmerCarries = custodial.spendable().compareTo(feeReserve) >= 0;
    if (!poolerCarries && !farmerCarries) {
      return Optional.empty();
    }
    boolean shared = now.farmer().destination().isShared();
    return Optional.of(
        new Lane(
            !poolerCarries
                || (farmerCarries && !shared && !now.failedFor(Cause.INSUFFICIENT_XLM))));
  }

  private static ExitDecision.Wait wait(Obstacle obstacle, String detail) {
    return new ExitDecision.Wait(obstacle, detail);
  }
}

package org.kalepool.exit;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books.Position;
import org.kalepool.farmer.Farmer;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Pooler;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Signer;

/**
 * Decides how a leaving farmer is paid out, from what books and chain hold. A pure function.
 *
 * <p>One transaction, all or nothing: pay the pooler, pay the farmer, remove the trustline, merge.
 * It is safe against whatever happens before it lands: were there more or less KALE than computed,
 * the trustline could not be removed or a payment not be made, and nothing would have happened.
 *
 * <p>The pooler's purse holds nobody up: what its wallet cannot pay now of a compensation stays a
 * debt ({@link DebtSweep}), and all else goes to the farmer.
 *
 * <p>A farmer whose payout wallet takes no KALE gets a claimable balance. Its reserve is held by
 * who creates it, and an account that holds a reserve for others cannot be merged; so the KALE goes
 * through the pooler's wallet, which creates it, within the same transaction, and gets the reserve
 * from the farmer's XLM. An exchange would never claim one, so there the farmer waits.
 *
 * <p>Many exchanges do not notice a merge. Where the payout wallet is an exchange's, the account is
 * therefore merged into the pooler's wallet, which pays the same XLM on; where that cannot, all
 * that can be paid is paid, and the account's last reserve comes by the merge.
 */
final class ExitPlanner {
  private final Signer signer;
  private final Xlm baseReserve;
  private final Xlm feeReserve;

  /**
   * @param baseReserve one reserve unit, which a claimable balance takes from its creator
   * @param feeReserve what an account must have to spare to carry the transaction
   */
  ExitPlanner(Signer signer, Xlm baseReserve, Xlm feeReserve) {
    this.signer = signer;
    this.baseReserve = baseReserve;
    this.feeReserve = feeReserve;
  }

  /**
   * The accounts of one departure.
   *
   * @param everFunded whether the custodial account was ever seen to exist
   * @param chain accounts that exist, by address
   * @param memoRequired whether the payout wallet asks for a memo
   * @param last why the last attempt failed, null if there was none
   */
  record Situation(
      Farmer farmer,
      Pooler pooler,
      Position books,
      boolean everFunded,
      Map<Address, Holdings> chain,
      boolean memoRequired,
      @Nullable Cause last) {
    Situation {
      chain = Map.copyOf(chain);
    }

    @Nullable Holdings custodial() {
      return chain.get(farmer.custodial());
    }

    @Nullable Holdings payout() {
      return chain.get(farmer.payout());
    }

    @Nullable Holdings poolerWallet() {
      return chain.get(pooler.wallet());
    }

    boolean failedFor(Cause cause) {
      return last == cause;
    }
  }

  Decision decide(Situation now) {
    Holdings custodial = now.custodial();
    if (custodial == null) {
      boolean nothing =
          now.books().custody().isZero() && now.books().xlm().isZero() && !now.everFunded();
      return nothing ? new Decision.Gone() : wait(Obstacle.ACCOUNT_UNSEEN, "");
    }
    Kale onChain = custodial.kale() == null ? Kale.ZERO : custodial.kale();
    Position books = now.books();
    // The XLM too: a deposit that is not booked yet would leave the books with a debt for ever.
    if (!onChain.equals(books.custody()) || !custodial.xlm().equals(books.xlm())) {
      String figures = "books %s KALE %s XLM, chain %s KALE %s XLM";
      return wait(
          Obstacle.BOOKS_DIFFER,
          figures.formatted(books.custody(), books.xlm(), onChain, custodial.xlm()));
    }
    if (onChain.isPositive() && !custodial.authorized()) {
      return wait(Obstacle.CUSTODY_UNAUTHORIZED, now.farmer().custodial().text());
    }
    if (!custodial.attached().isNone()) {
      return wait(Obstacle.SUB_ENTRIES, attached(custodial));
    }
    Holdings payout = now.payout();
    if (payout == null || now.farmer().payout().isContract()) {
      return wait(Obstacle.PAYOUT_MISSING, now.farmer().payout().text());
    }
    if (now.memoRequired() && !now.farmer().destination().isShared()) {
      return wait(Obstacle.MEMO_REQUIRED, now.farmer().payout().text());
    }
    Split whole = Split.of(books);
    Split split = poolerPays(now, whole.fromPooler()) ? whole : whole.deferred();
    return delivery(now, payout, split).orElseGet(() -> pay(now, custodial, split));
  }

  private static String attached(Holdings custodial) {
    return "%s has %d other sub-entries (trustlines, offers, data, pool shares) and sponsors %d reserves"
        .formatted(
            custodial.account().text(),
            custodial.attached().subEntries(),
            custodial.attached().sponsoring());
  }

  /** Whether the pooler's wallet can pay this now; otherwise it is owed on. */
  private boolean poolerPays(Situation now, Kale amount) {
    Holdings wallet = now.poolerWallet();
    return amount.isZero()
        || (wallet != null
            && wallet.gives(amount)
            && signer.holds(now.pooler().wallet())
            && !now.failedFor(Cause.BALANCE_TOO_LOW));
  }

  /** Why the payout wallet cannot be paid its KALE, in whatever way. */
  private Optional<Decision> delivery(Situation now, Holdings payout, Split split) {
    if (split.payout().isZero() || takes(now, payout, split.payout())) {
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

  /** Whether the payout wallet can be paid this much KALE. */
  private static boolean takes(Situation now, Holdings payout, Kale amount) {
    // What is not seen here the network's answer tells.
    return payout.takes(amount)
        && !now.failedFor(Cause.NO_TRUSTLINE)
        && !now.failedFor(Cause.OVER_TRUSTLINE_LIMIT);
  }

  private Decision pay(Situation now, Holdings custodial, Split split) {
    Holdings payout = now.payout();
    boolean claimable =
        split.payout().isPositive() && (payout == null || !takes(now, payout, split.payout()));
    Kale intoPooler = claimable ? split.toPooler().plus(split.toFarmer()) : split.toPooler();
    Holdings wallet = now.poolerWallet();
    String address = now.pooler().wallet().text();
    if (intoPooler.isPositive() && (wallet == null || !wallet.takes(intoPooler))) {
      return wallet == null
          ? wait(Obstacle.POOLER_WALLET, address)
          : wait(Obstacle.POOLER_TRUSTLINE, "for %s KALE".formatted(intoPooler));
    }
    boolean signs = wallet != null && signer.holds(now.pooler().wallet());
    if (claimable && !signs) {
      return wait(
          Obstacle.POOLER_WALLET, address + "; a KALE trustline of the payout wallet helps, too");
    }
    boolean poolerCarries =
        wallet != null && signs && wallet.spendable().compareTo(feeReserve) >= 0;
    boolean farmerCarries = custodial.spendable().compareTo(feeReserve) >= 0;
    if (!poolerCarries && !farmerCarries) {
      return wait(
          Obstacle.POOLER_XLM,
          "the fee needs %s XLM to spare, there or in the farmer's account".formatted(feeReserve));
    }
    boolean shared = now.farmer().destination().isShared();
    boolean ownLane =
        !poolerCarries || (farmerCarries && !shared && !now.failedFor(Cause.INSUFFICIENT_XLM));
    return payment(now, custodial, split, claimable, ownLane);
  }

  private Decision payment(
      Situation now, Holdings custodial, Split split, boolean claimable, boolean ownLane) {
    // the trustline's reserve is free once it is removed; two stay with the account until its merge
    Xlm free =
        custodial
            .spendable()
            .plus(custodial.hasTrustline() ? baseReserve : Xlm.ZERO)
            .minus(ownLane ? feeReserve : Xlm.ZERO)
            .max(Xlm.ZERO);
    Xlm reserve = claimable ? baseReserve : Xlm.ZERO;
    Holdings wallet = now.poolerWallet();
    if (free.compareTo(reserve) < 0) {
      return wait(Obstacle.CLAIM_RESERVE, "needs %s, has %s XLM to spare".formatted(reserve, free));
    }
    // What cannot be paid by the figures failed once already: then it is waived.
    Xlm advance =
        wallet == null || now.failedFor(Cause.BALANCE_TOO_LOW)
            ? Xlm.ZERO
            : now.books().advanced().min(free.minus(reserve));
    boolean shared = now.farmer().destination().isShared();
    Xlm left = custodial.xlm().minus(reserve).minus(advance);
    Address lane = ownLane ? now.farmer().custodial() : now.pooler().wallet();
    SplitOperations operations = new SplitOperations(lane, now.farmer(), now.pooler());
    operations.pay(split, claimable);
    operations.closeTrustline(custodial.hasTrustline());
    operations.payPooler(reserve.plus(advance));
    if (claimable) {
      operations.leave(split.payout());
    }
    boolean throughPooler = shared && !ownLane;
    if (throughPooler) {
      operations.mergeThroughPooler(left);
    } else {
      operations.payXlm(shared ? free.minus(reserve).minus(advance) : Xlm.ZERO);
      operations.merge();
    }
    return new Decision.Pay(
        split,
        lane,
        new Call.Operations(operations.list(), now.farmer().destination().memo()),
        new Decision.Lumens(custodial.xlm(), reserve, advance, throughPooler),
        claimable);
  }

  private static Decision.Wait wait(Obstacle obstacle, String detail) {
    return new Decision.Wait(obstacle, detail);
  }
}

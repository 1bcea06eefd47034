package org.kalepool.exit;

import java.util.ArrayList;
import java.util.List;
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
 * <p>A farmer whose payout wallet takes no KALE gets a claimable balance. Its reserve is held by
 * who creates it, and an account that holds a reserve for others cannot be merged; so the KALE goes
 * through the pooler's wallet, which creates it, within the same transaction.
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
   * @param last why the last attempt failed, null if there was none
   */
  record Situation(
      Farmer farmer,
      Pooler pooler,
      Position books,
      boolean everFunded,
      Map<Address, Holdings> chain,
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
    if (now.payout() == null || now.farmer().payout().isContract()) {
      return wait(Obstacle.PAYOUT_MISSING, now.farmer().payout().text());
    }
    Split split = Split.of(now.books());
    boolean claimable = split.payout().isPositive() && !takes(now, split.payout());
    boolean ownLane =
        now.last() != Cause.INSUFFICIENT_XLM && custodial.spendable().compareTo(feeReserve) >= 0;
    return obstacle(now, split, claimable, ownLane)
        .orElseGet(() -> pay(now, custodial, split, claimable, ownLane));
  }

  /** Whether the payout wallet can be paid this much KALE. */
  private static boolean takes(Situation now, Kale amount) {
    // Its offers may take room that is not seen here; the network's answer then tells.
    boolean refused = now.last() == Cause.NO_TRUSTLINE || now.last() == Cause.OVER_TRUSTLINE_LIMIT;
    return !refused && now.payout() != null && room(now.payout(), amount);
  }

  private static boolean room(Holdings account, Kale amount) {
    Kale balance = account.kale();
    Kale limit = account.kaleLimit();
    return balance != null && limit != null && limit.minus(balance).compareTo(amount) >= 0;
  }

  private Optional<Decision> obstacle(
      Situation now, Split split, boolean claimable, boolean ownLane) {
    Kale intoPooler = claimable ? split.toPooler().plus(split.toFarmer()) : split.toPooler();
    boolean signs = claimable || !ownLane || split.fromPooler().isPositive();
    if (!signs && intoPooler.isZero()) {
      return Optional.empty();
    }
    Holdings wallet = now.poolerWallet();
    if (wallet == null || (signs && !signer.holds(now.pooler().wallet()))) {
      return Optional.of(wait(Obstacle.POOLER_WALLET, now.pooler().wallet().text()));
    }
    if ((intoPooler.isPositive() || split.fromPooler().isPositive()) && !room(wallet, intoPooler)) {
      return Optional.of(wait(Obstacle.POOLER_TRUSTLINE, "for %s KALE".formatted(intoPooler)));
    }
    if (wallet.kale() != null && wallet.kale().compareTo(split.fromPooler()) < 0) {
      return Optional.of(
          wait(
              Obstacle.POOLER_KALE,
              "owes %s, has %s KALE".formatted(split.fromPooler(), wallet.kale())));
    }
    Xlm needed = (claimable ? baseReserve : Xlm.ZERO).plus(ownLane ? Xlm.ZERO : feeReserve);
    return wallet.spendable().compareTo(needed) < 0
        ? Optional.of(
            wait(
                Obstacle.POOLER_XLM,
                "needs %s, has %s XLM to spare".formatted(needed, wallet.spendable())))
        : Optional.empty();
  }

  private static Decision.Pay pay(
      Situation now, Holdings custodial, Split split, boolean claimable, boolean ownLane) {
    Address lane = ownLane ? now.farmer().custodial() : now.pooler().wallet();
    Operations operations = new Operations(lane, now.farmer(), now.pooler());
    operations.payPooler(split.toPooler());
    if (claimable) {
      operations.payPooler(split.toFarmer());
      operations.leave(split.payout());
    } else {
      operations.payFarmer(split.toFarmer());
      operations.compensate(split.fromPooler());
    }
    operations.close(custodial.hasTrustline());
    return new Decision.Pay(split, lane, operations.list(), custodial.xlm(), claimable);
  }

  private static Decision.Wait wait(Obstacle obstacle, String detail) {
    return new Decision.Wait(obstacle, detail);
  }

  /** Collects the operations of one departure; sources are named where they are not the lane. */
  private static final class Operations {
    private final List<Call.Op> list = new ArrayList<>();
    private final Address payout;
    private final Address wallet;
    private final @Nullable Address fromFarmer;
    private final @Nullable Address fromPooler;

    Operations(Address lane, Farmer farmer, Pooler pooler) {
      payout = farmer.payout();
      wallet = pooler.wallet();
      fromFarmer = farmer.custodial().equals(lane) ? null : farmer.custodial();
      fromPooler = wallet.equals(lane) ? null : wallet;
    }

    void payPooler(Kale amount) {
      if (amount.isPositive()) {
        list.add(new Call.PayKale(fromFarmer, wallet, amount));
      }
    }

    void payFarmer(Kale amount) {
      if (amount.isPositive()) {
        list.add(new Call.PayKale(fromFarmer, payout, amount));
      }
    }

    void compensate(Kale amount) {
      if (amount.isPositive()) {
        list.add(new Call.PayKale(fromPooler, payout, amount));
      }
    }

    void leave(Kale amount) {
      list.add(new Call.ClaimableKale(fromPooler, payout, amount));
    }

    void close(boolean trustline) {
      if (trustline) {
        list.add(new Call.CloseTrustline(fromFarmer));
      }
      list.add(new Call.Merge(fromFarmer, payout));
    }

    List<Call.Op> list() {
      return list;
    }
  }
}

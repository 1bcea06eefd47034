package org.kalepool.exit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.Farmer;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Pooler;
import org.kalepool.stellar.Call;

/** Collects the operations of one departure; sources are named where they are not the lane. */
final class SplitOperations {
  private final List<Call.Op> list = new ArrayList<>();
  private final Destination payout;
  private final Address wallet;
  private final @Nullable Address fromFarmer;
  private final @Nullable Address fromPooler;

  SplitOperations(Address lane, Farmer farmer, Pooler pooler) {
    payout = farmer.destination();
    wallet = pooler.wallet();
    fromFarmer = farmer.custodial().equals(lane) ? null : farmer.custodial();
    fromPooler = wallet.equals(lane) ? null : wallet;
  }

  /**
   * All of the custodial KALE, and what the pooler adds.
   *
   * @param claimable whether the farmer's part is left as a claimable balance
   * @param direct whether by the custodial account; otherwise it goes to the pooler's wallet, to be
   *     left by that
   */
  void pay(Split split, boolean claimable, boolean direct) {
    payKale(fromFarmer, wallet, null, split.toPooler());
    if (direct) {
      list.add(new Call.ClaimableKale(fromFarmer, payout.account(), split.toFarmer()));
    } else if (claimable) {
      payKale(fromFarmer, wallet, null, split.toFarmer());
    } else {
      payKale(fromFarmer, payout.account(), payout.id(), split.toFarmer());
      payKale(fromPooler, payout.account(), payout.id(), split.fromPooler());
    }
  }

  private void payKale(
      @Nullable Address source, Address destination, @Nullable Long id, Kale amount) {
    if (amount.isPositive()) {
      list.add(new Call.PayKale(source, destination, id, amount));
    }
  }

  void closeTrustline(boolean open) {
    if (open) {
      list.add(new Call.CloseTrustline(fromFarmer));
    }
  }

  /** Lets hardly anything more come into the account. */
  void limitTrustline(Kale limit) {
    list.add(new Call.LimitTrustline(fromFarmer, limit));
  }

  void payPooler(Xlm amount) {
    if (amount.isPositive()) {
      list.add(new Call.PayXlm(fromFarmer, wallet, amount));
    }
  }

  void leave(Kale amount) {
    list.add(new Call.ClaimableKale(fromPooler, payout.account(), amount));
  }

  void payXlm(Xlm amount) {
    if (amount.isPositive()) {
      list.add(new Call.PayXlm(fromFarmer, payout.account(), payout.id(), amount));
    }
  }

  void merge() {
    list.add(new Call.Merge(fromFarmer, payout.account(), payout.id()));
  }

  /** Merges into the pooler's wallet, which pays as much on. */
  void mergeThroughPooler(Xlm amount) {
    list.add(new Call.Merge(fromFarmer, wallet));
    if (amount.isPositive()) {
      list.add(new Call.PayXlm(fromPooler, payout.account(), payout.id(), amount));
    }
  }

  List<Call.Op> list() {
    return list;
  }
}

package org.kalepool.exit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Call;

/** Collects the operations of one departure; sources are named where they are not the lane. */
final class SplitOperations {
  private final List<Call.Op> list = new ArrayList<>();
  private final PayoutReading reading;
  private final Address lane;
  private final Destination payout;

  /** The carrier's. */
  private final Address wallet;

  private final @Nullable Address fromFarmer;
  private final @Nullable Address fromCarrier;

  SplitOperations(Address lane, PayoutReading reading) {
    this.reading = reading;
    this.lane = lane;
    payout = reading.farmer().destination();
    wallet = reading.pooler().wallet();
    fromFarmer = source(reading.farmer().custodial());
    fromCarrier = source(wallet);
  }

  private @Nullable Address source(Address account) {
    return account.equals(lane) ? null : account;
  }

  private Address wallet(Split.Part part) {
    return reading
        .address(part.pooler())
        .orElseThrow(() -> new IllegalStateException("no pooler " + part.pooler()));
  }

  /**
   * All of the custodial KALE, and what poolers add.
   *
   * @param claimable whether the farmer's part is left as a claimable balance
   * @param direct whether by the custodial account; otherwise it goes to the carrier's wallet, to
   *     be left by that
   */
  void pay(Split split, boolean claimable, boolean direct) {
    for (Split.Part part : split.parts()) {
      if (part.toPooler().isPositive()) {
        payKale(fromFarmer, wallet(part), null, part.toPooler());
      }
    }
    if (direct) {
      list.add(new Call.ClaimableKale(fromFarmer, payout.account(), split.toFarmer()));
    } else if (claimable) {
      payKale(fromFarmer, wallet, null, split.toFarmer());
      add(split, wallet, null, part -> !wallet(part).equals(wallet));
    } else {
      payKale(fromFarmer, payout.account(), payout.id(), split.toFarmer());
      add(split, payout.account(), payout.id(), _ -> true);
    }
  }

  /** What these poolers add. */
  private void add(
      Split split, Address destination, @Nullable Long id, Predicate<Split.Part> those) {
    split.parts().stream()
        .filter(part -> part.fromPooler().isPositive())
        .filter(those)
        .forEach(part -> payKale(source(wallet(part)), destination, id, part.fromPooler()));
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
    list.add(new Call.ClaimableKale(fromCarrier, payout.account(), amount));
  }

  void payXlm(Xlm amount) {
    if (amount.isPositive()) {
      list.add(new Call.PayXlm(fromFarmer, payout.account(), payout.id(), amount));
    }
  }

  void merge() {
    list.add(new Call.Merge(fromFarmer, payout.account(), payout.id()));
  }

  /** Merges into the carrier's wallet, which pays as much on. */
  void mergeThroughPooler(Xlm amount) {
    list.add(new Call.Merge(fromFarmer, wallet));
    if (amount.isPositive()) {
      list.add(new Call.PayXlm(fromCarrier, payout.account(), payout.id(), amount));
    }
  }

  List<Call.Op> list() {
    return list;
  }
}

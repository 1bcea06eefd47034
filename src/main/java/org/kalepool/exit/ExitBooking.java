package org.kalepool.exit;

import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Poolers;

/** Books payouts at the end and what is passed on after them, seen or found. */
@Singleton
final class ExitBooking {
  private static final Logger LOG = Logger.getLogger(ExitBooking.class);

  private final Farmers farmers;
  private final Poolers poolers;
  private final Books books;
  private final ObstacleRepository obstacles;
  private final SplitRepository splits;
  private final LatePayoutRepository late;

  ExitBooking(
      Farmers farmers,
      Poolers poolers,
      Books books,
      ObstacleRepository obstacles,
      SplitRepository splits,
      LatePayoutRepository late) {
    this.farmers = farmers;
    this.poolers = poolers;
    this.books = books;
    this.obstacles = obstacles;
    this.splits = splits;
    this.late = late;
  }

  /**
   * Books a payout and has the farmer depart. Paid is paid, also if somebody has moved the farmer
   * meanwhile.
   *
   * @param transaction null if it was sent before a restore
   */
  void paid(
      @Nullable Long transaction,
      Farmer farmer,
      SplitPlanRepository.Plan plan,
      SplitRepository.Received received,
      Landing where) {
    splits.paid(transaction, farmer, plan, received, where);
    UUID carrier = plan.carrier();
    books.split(farmer.id(), carrier, wallet(carrier), payout(plan, received));
    obstacles.clear(farmer.id());
    String unseen = where.unseen();
    String why =
        unseen == null
            ? "paid out in transaction " + where.hash()
            : "paid out, not seen: " + unseen;
    if (farmer.state() != FarmerState.LEAVING) {
      move(farmer, farmer.state(), FarmerState.LEAVING, why);
    }
    move(farmer, FarmerState.LEAVING, FarmerState.DEPARTED, why);
  }

  /** As the books have it. */
  static Books.Payout payout(SplitPlanRepository.Plan plan, SplitRepository.Received received) {
    Split split = plan.split();
    return new Books.Payout(
        split.parts().stream()
            .map(
                part ->
                    new Books.PoolerPayout(
                        part.pooler(),
                        part.toPooler(),
                        part.fromPooler(),
                        part.owed().minus(part.debt())))
            .toList(),
        split.toFarmer(),
        received.xlm(),
        plan.lumens().claimReserve(),
        plan.lumens().advance(),
        received.debt());
  }

  /**
   * Books what was passed on after the payout.
   *
   * @param transaction null if it was sent before a restore
   * @param carrier to or through whose wallet XLM went, if any did
   */
  void passedOn(
      @Nullable Long transaction,
      Farmer farmer,
      UUID carrier,
      Books.Payout payout,
      boolean claimable,
      Landing where) {
    late.passedOn(transaction, farmer, carrier, payout, claimable, where);
    obstacles.clear(farmer.id());
    Hash hash = where.hash();
    String sent = hash == null ? "ledger " + where.ledger() : hash.hex();
    String key = transaction == null ? sent : Long.toString(transaction);
    books.passedOn(farmer.id(), carrier, wallet(carrier), payout, key, hash);
    LOG.infof(
        "%s KALE and %s XLM of farmer %s, who has left, went on to its payout wallet, %s KALE to"
            + " the pooler",
        payout.toFarmer(), payout.xlmToFarmer(), farmer.id(), payout.toPoolers());
    if (payout.xlmDebt().isPositive()) {
      LOG.warnf(
          "%s XLM of farmer %s came to the pooler's wallet while that was under way: owed on",
          payout.xlmDebt(), farmer.id());
    }
  }

  /**
   * Books a payout that nobody has seen the end of.
   *
   * @param gone XLM that is gone from the account, all fees included
   * @param transaction null if it was sent before a restore
   */
  void paidUnseen(
      Farmer farmer,
      SplitPlanRepository.Plan plan,
      Xlm gone,
      @Nullable Long transaction,
      Landing landing) {
    paid(transaction, farmer, plan, received(plan, gone), landing);
    LOG.infof(
        "farmer %s was paid out unseen: %s",
        farmer.id(), Objects.toString(landing.hash(), landing.unseen()));
  }

  /**
   * What comes to the payout wallet of a payout whose end nobody has seen, and to the pooler's that
   * owes it on.
   *
   * @param gone XLM that is gone from the account, all fees included
   */
  static SplitRepository.Received received(SplitPlanRepository.Plan plan, Xlm gone) {
    ExitDecision.Lumens lumens = plan.lumens();
    if (lumens.throughPooler()) {
      Xlm more = gone.minus(lumens.before()).max(Xlm.ZERO);
      return new SplitRepository.Received(lumens.left(), lumens.debtReserve().plus(more));
    }
    Xlm kept = lumens.claimReserve().plus(lumens.advance()).plus(lumens.debtReserve());
    return new SplitRepository.Received(gone.minus(kept).max(Xlm.ZERO), lumens.debtReserve());
  }

  private Address wallet(UUID pooler) {
    return Payouts.pooler(poolers, pooler).wallet();
  }

  private void move(Farmer farmer, FarmerState from, FarmerState to, String why) {
    if (!farmers.move(farmer.id(), from, to, "pool", why)) {
      throw new IllegalStateException("farmer " + farmer.id() + " is not " + from);
    }
  }
}

package org.kalepool.exit;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.books.Books;
import org.kalepool.books.Debtor;
import org.kalepool.books.PailWrittenOff;
import org.kalepool.books.PayoutFound;
import org.kalepool.exit.InferredPayout.OpenStake;
import org.kalepool.farmer.Farmer;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Movements;
import org.kalepool.stellar.Movements.Kind;
import org.kalepool.stellar.Movements.Movement;
import org.kalepool.stellar.RpcException;

/**
 * Infers and books a payout at the end that a restored database does not know to have been asked
 * for.
 */
@Singleton
final class RestoredSplits {
  private final Movements movements;
  private final Books books;
  private final SplitPlanRepository plans;
  private final SplitRepository splits;
  private final ExitBooking booking;
  private final Payouts payouts;
  private final Debts debts;
  private final Event<PailWrittenOff> writtenOff;

  RestoredSplits(
      Movements movements,
      Books books,
      SplitPlanRepository plans,
      SplitRepository splits,
      ExitBooking booking,
      Payouts payouts,
      Debts debts,
      Event<PailWrittenOff> writtenOff) {
    this.movements = movements;
    this.books = books;
    this.plans = plans;
    this.splits = splits;
    this.booking = booking;
    this.payouts = payouts;
    this.debts = debts;
    this.writtenOff = writtenOff;
  }

  /**
   * Books what a restored database does not even know to have been requested, as the farmer's and
   * the poolers' payments tell it, and what followed from an account that was left open, too. What
   * is left there goes on as it would have ({@link LateSweep}).
   */
  void book(Farmer farmer, PayoutFound event, InferredPayout payout) {
    UUID carrier = payouts.carrier(farmer).id();
    for (OpenStake pail : plans.openPails(farmer.id())) {
      Debtor debtor = Debtor.ofLostStake(payout.owed().contains(pail));
      String why = "lost before the payout, whose amounts tell by whom";
      writtenOff.fire(
          new PailWrittenOff(farmer.id(), pail.block(), pail.stake(), debtor, why, event.ledger()));
    }
    Holdings left = event.left();
    String how =
        left == null
            ? "the custodial account is gone after a restore"
            : "the custodial account has sent it before a restore";
    Xlm kept = left == null ? Xlm.ZERO : left.xlm();
    Xlm gone = books.position(farmer.id()).xlm().minus(kept).max(Xlm.ZERO);
    ExitDecision.Lumens lumens = new ExitDecision.Lumens(gone, Xlm.ZERO, Xlm.ZERO, Xlm.ZERO, false);
    SplitPlanRepository.Plan plan =
        new SplitPlanRepository.Plan(payout.split(), lumens, payout.claimable(), carrier);
    booking.paidUnseen(
        farmer, plan, gone, null, new Landing(payout.transaction(), event.ledger(), how));
    payout.later().forEach(late -> passedOn(farmer, carrier, late, how));
    payout
        .debtsPaid()
        .forEach(
            (pooler, debt) -> {
              if (!debts.paid(farmer.id(), pooler, debt)) {
                throw new IllegalStateException("farmer " + farmer.id() + " is owed nothing");
              }
            });
  }

  private void passedOn(Farmer farmer, UUID carrier, InferredTransfer inferred, String how) {
    Books.Payout payout =
        new Books.Payout(
            inferred.toPoolers().entrySet().stream()
                .map(
                    paid ->
                        new Books.PoolerPayout(
                            paid.getKey(), paid.getValue(), Kale.ZERO, Kale.ZERO))
                .toList(),
            inferred.toFarmer(),
            Xlm.ZERO,
            Xlm.ZERO,
            Xlm.ZERO,
            Xlm.ZERO);
    Landing where = new Landing(inferred.transaction(), inferred.ledger(), how);
    booking.passedOn(null, farmer, carrier, payout, inferred.claimable(), where);
  }

  /**
   * By pooler, what its wallet has sent since the backup and no payout is booked with; empty if the
   * node does not remember.
   *
   * @throws RpcException if it cannot be asked
   */
  Optional<Map<UUID, List<Movement>>> sentByPoolers(Farmer farmer, PayoutFound event) {
    Map<UUID, List<Movement>> sent = new HashMap<>();
    for (Map.Entry<UUID, Address> pooler : payouts.wallets(farmer).entrySet()) {
      Optional<List<Movement>> moved =
          movements.moved(pooler.getValue(), event.since(), event.ledger());
      if (moved.isEmpty()) {
        return Optional.empty();
      }
      sent.put(
          pooler.getKey(),
          moved.get().stream()
              .filter(movement -> movement.kind() == Kind.SENT)
              .filter(movement -> !splits.isBooked(movement.transaction()))
              .toList());
    }
    return Optional.of(sent);
  }

  /** The payouts at the end that may have sent all this, were these the books before it. */
  List<InferredPayout> inferred(
      Farmer farmer,
      PayoutFound event,
      Books.Position before,
      Map<UUID, List<Movement>> sentByPoolers,
      InferredWallets wallets) {
    Holdings left = event.left();
    Kale rest = left == null || left.kale() == null ? Kale.ZERO : left.kale();
    InferredPayout.Known known =
        new InferredPayout.Known(before, event.unbooked(), plans.openPails(farmer.id()), rest);
    return InferredPayout.all(known, event.sent(), sentByPoolers, wallets);
  }
}

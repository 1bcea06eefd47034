package org.kalepool.exit;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.kalepool.books.Books;
import org.kalepool.books.EarnedSplit;
import org.kalepool.books.Earnings;
import org.kalepool.books.PayoutFound;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Movements.Movement;

/**
 * Books the payouts that a restored database does not know: those of what was earned, and the one
 * at the end. They come in this order, since nothing is left to earn after the end; how many are of
 * the first kind is what explains all that was sent. A farmer whose account is there and has sent
 * no XLM stays, if payouts of what it had earned explain all.
 */
@Singleton
final class RestoredPayouts {
  private static final Logger LOG = Logger.getLogger(RestoredPayouts.class);

  private final Farmers farmers;
  private final Books books;
  private final Earnings earnings;
  private final Payouts payouts;
  private final RestoredSplits splits;
  private final SplitContract contract;

  RestoredPayouts(
      Farmers farmers,
      Books books,
      Earnings earnings,
      Payouts payouts,
      RestoredSplits splits,
      SplitContract contract) {
    this.farmers = farmers;
    this.books = books;
    this.earnings = earnings;
    this.payouts = payouts;
    this.splits = splits;
    this.contract = contract;
  }

  /**
   * A payout of what was earned that was found.
   *
   * @param movements by which it was
   * @param after the books after it
   */
  private record Earned(EarnedSplit split, List<Movement> movements, Books.Position after) {
    Hash hash() {
      return movements.getFirst().transaction();
    }

    long ledger() {
      return movements.getFirst().ledger();
    }
  }

  /** So many payouts of what was earned, and then the one at the end. */
  private record Reading(List<Earned> earned, InferredPayout last) {
    Map<UUID, List<Kale>> amounts() {
      return last.amounts(earned.stream().map(Earned::split).toList());
    }
  }

  /**
   * @throws org.kalepool.stellar.RpcException if the poolers' payments cannot be read, so that
   *     nothing is written
   */
  void found(@Observes PayoutFound found) {
    Farmer farmer = farmers.find(found.farmer()).orElseThrow();
    farmers.lock(farmer.id());
    // the account stays after a split by contract, too, and may have sent no XLM: the contract
    // tells
    long splitIn = contract.splitIn(farmer);
    boolean left = splitIn > 0;
    Optional<ToldSplit> told = contract.told(farmer, splitIn);
    PayoutFound event = told.map(it -> it.toWallets(found)).orElse(found);
    Map<UUID, Address> wallets = payouts.wallets(farmer);
    InferredWallets paid =
        new InferredWallets(wallets, payouts.carrier(farmer).id(), farmer.payout());
    Books.Position now = books.position(farmer.id());
    List<List<Movement>> sent = byTransaction(event.sent());
    List<Earned> earned = earned(farmer, now, sent, paid);
    boolean explained = !sent.isEmpty() && earned.size() == sent.size();
    if (explained && event.left() != null && !event.sentXlm() && !left) {
      book(farmer, earned);
      return;
    }
    Optional<Reading> reading =
        event.drained()
            ? reading(farmer, event, new Before(now, earned, left), told, paid)
            : Optional.empty();
    if (reading.isEmpty()) {
      LOG.warnf(
          "farmer %s was paid before the restore; what was paid does not tell what for: an operator"
              + " has to say",
          farmer.id());
      return;
    }
    book(farmer, reading.get().earned());
    splits.book(farmer, event.after(movements(reading.get().earned())), reading.get().last());
  }

  private static List<List<Movement>> byTransaction(List<Movement> sent) {
    return List.copyOf(
        sent.stream()
            .collect(
                Collectors.groupingBy(
                    Movement::transaction, LinkedHashMap::new, Collectors.toList()))
            .values());
  }

  /** As many of the first transactions as can be payouts of what was earned until then. */
  private List<Earned> earned(
      Farmer farmer, Books.Position now, List<List<Movement>> sent, InferredWallets wallets) {
    List<Earned> found = new ArrayList<>();
    Books.Position before = now;
    for (List<Movement> movements : sent) {
      List<Earnings.Terms> terms =
          earnings.asOf(farmer.id(), movements.getFirst().ledger()).stream()
              .map(each -> after(each, found))
              .toList();
      Optional<EarnedSplit> split =
          InferredEarned.of(terms, EarnedPlanner.owed(before), movements, wallets);
      if (split.isEmpty()) {
        break;
      }
      before = before.after(split.get());
      found.add(new Earned(split.get(), movements, before));
    }
    return found;
  }

  private static Earnings.Terms after(Earnings.Terms terms, List<Earned> payouts) {
    Earnings.Terms left = terms;
    for (Earned payout : payouts) {
      left = left.after(payout.split());
    }
    return left;
  }

  /**
   * What may have come before the payout at the end.
   *
   * @param books before all of it
   * @param earned as many of the first transactions as can be payouts of what was earned
   * @param byContract whether the split contract has shared, which rounds by version
   */
  private record Before(Books.Position books, List<Earned> earned, boolean byContract) {
    Books.Position after(int first) {
      return first == 0 ? books : earned.get(first - 1).after();
    }
  }

  /**
   * Empty if nothing explains all, or what differs in somebody's money.
   *
   * @param told how the split contract has paid, if it has and a node remembers it
   */
  private Optional<Reading> reading(
      Farmer farmer,
      PayoutFound event,
      Before known,
      Optional<ToldSplit> told,
      InferredWallets wallets) {
    Optional<Map<UUID, List<Movement>>> byPoolers = splits.sentByPoolers(farmer, event);
    if (byPoolers.isEmpty()) {
      return Optional.empty();
    }
    int all = known.earned().size();
    int least = told.map(it -> it.after(byTransaction(event.sent()))).orElse(0);
    int most = told.isEmpty() ? all : Math.min(least, all);
    List<Reading> readings = new ArrayList<>();
    for (int first = least; first <= most; first++) {
      List<Earned> before = known.earned().subList(0, first);
      List<Earnings.Terms> terms =
          earnings.of(farmer.id()).stream().map(each -> after(each, before)).toList();
      Books.Position booked = known.after(first);
      Books.Position then = known.byContract() ? booked.sharing(ByContract.shares(terms)) : booked;
      splits
          .inferred(farmer, event.after(movements(before)), then, byPoolers.get(), wallets)
          .stream()
          .filter(last -> told.isEmpty() || told.get().is(last, EarnedSplit.left(terms), wallets))
          .forEach(last -> readings.add(new Reading(List.copyOf(before), last)));
    }
    return readings.stream().map(Reading::amounts).distinct().count() == 1
        ? Optional.of(readings.getFirst())
        : Optional.empty();
  }

  private static List<Movement> movements(List<Earned> earned) {
    return earned.stream().flatMap(each -> each.movements().stream()).toList();
  }

  private void book(Farmer farmer, List<Earned> found) {
    for (Earned payout : found) {
      earnings.paid(farmer.id(), payout.split(), null, payout.hash(), payout.ledger());
      LOG.infof(
          "farmer %s was paid %s KALE of what it had earned, before the restore",
          farmer.id(), payout.split().toFarmer());
    }
  }
}

package org.kalepool.exit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books.Position;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Movements.Movement;

/**
 * What a payout that the books do not know has paid, told by what the custodial account and the
 * pooler's wallet sent. Pails that the books still hold open were lost before it, for nobody is
 * paid out over an open pail; by whose fault, the amounts tell, too.
 *
 * @param owed of the open pails, those whose stakes the pooler made good
 * @param transaction the payout's, null where it moved no KALE
 * @param debtPaid the later transaction in which the pooler paid what it had left owing, null if it
 *     has not
 */
record ToldPayout(
    Split split,
    boolean claimable,
    List<OpenStake> owed,
    @Nullable Hash transaction,
    @Nullable Hash debtPaid) {

  /** Beyond as many different sums of open stakes, only none and all of them are tried. */
  private static final int MOST_SUMS = 4_096;

  /** The stake in a pail that the books hold open. */
  record OpenStake(long block, Kale stake) {}

  /**
   * @param open all of the farmer's open pails
   * @param custodial what the farmer's account sent, all of it by the payout
   * @param pooler what the pooler's wallet sent and the books do not know
   * @return empty if the books explain no such payout, or more than one
   */
  static Optional<ToldPayout> of(
      Position books,
      List<OpenStake> open,
      List<Movement> custodial,
      List<Movement> pooler,
      Address wallet,
      Address payout) {
    @Nullable Hash transaction = custodial.isEmpty() ? null : custodial.getLast().transaction();
    if (custodial.stream().anyMatch(it -> !it.transaction().equals(transaction))) {
      return Optional.empty();
    }
    Sent sent =
        new Sent(
            transaction,
            wallet.equals(payout),
            sum(custodial, wallet),
            sum(custodial, payout),
            pooler.stream().filter(it -> it.to() == null || it.to().equals(payout)).toList());
    List<ToldPayout> fits = new ArrayList<>();
    for (List<OpenStake> owed : choices(open)) {
      Kale more = owed.stream().map(OpenStake::stake).reduce(Kale.ZERO, Kale::plus);
      Split split = Split.of(books, books.owed().plus(more));
      sent.fits(split, owed).ifPresent(fits::add);
      if (split.fromPooler().isPositive()) {
        sent.fits(split.deferred(), owed).ifPresent(fits::add);
      }
    }
    // more than one may fit where they differ in nothing that anybody has received or is owed
    return fits.stream().map(ToldPayout::amounts).distinct().count() == 1
        ? Optional.of(fits.getFirst())
        : Optional.empty();
  }

  private List<Kale> amounts() {
    return List.of(split.toPooler(), split.fromPooler(), split.toFarmer(), split.debt());
  }

  private static Kale sum(List<Movement> movements, Address to) {
    return movements.stream()
        .filter(movement -> to.equals(movement.to()))
        .map(Movement::amount)
        .reduce(Kale.ZERO, Kale::plus);
  }

  /** Which of the open pails the pooler may owe, one choice for each sum. */
  private static Iterable<List<OpenStake>> choices(List<OpenStake> open) {
    Map<Kale, List<OpenStake>> bySum = new LinkedHashMap<>();
    bySum.put(Kale.ZERO, List.of());
    for (OpenStake pail : open) {
      for (Map.Entry<Kale, List<OpenStake>> known : List.copyOf(bySum.entrySet())) {
        List<OpenStake> with = new ArrayList<>(known.getValue());
        with.add(pail);
        bySum.putIfAbsent(known.getKey().plus(pail.stake()), List.copyOf(with));
      }
      if (bySum.size() > MOST_SUMS) {
        return List.of(List.of(), open);
      }
    }
    return bySum.values();
  }

  /**
   * What was sent.
   *
   * @param one whether the pooler's wallet and the payout wallet are the same
   * @param toPooler from the custodial account to the pooler's wallet
   * @param toFarmer from there to the payout wallet
   * @param byPooler by the pooler's wallet to the payout wallet, or into claimable balances
   */
  private record Sent(
      @Nullable Hash transaction,
      boolean one,
      Kale toPooler,
      Kale toFarmer,
      List<Movement> byPooler) {

    Optional<ToldPayout> fits(Split split, List<OpenStake> owed) {
      @Nullable Hash with =
          transaction == null && split.fromPooler().isPositive()
              ? paid(split.fromPooler(), null)
              : transaction;
      List<Movement> together =
          byPooler.stream().filter(it -> it.transaction().equals(with)).toList();
      Kale added = together.stream().map(Movement::amount).reduce(Kale.ZERO, Kale::plus);
      boolean claimable = together.stream().anyMatch(it -> it.to() == null);
      boolean through = claimable && toPooler.isPositive();
      boolean sent =
          through || one
              ? toPooler.equals(split.toPooler().plus(split.toFarmer()))
              : toPooler.equals(split.toPooler()) && toFarmer.equals(split.toFarmer());
      boolean fits = sent && added.equals(through ? split.payout() : split.fromPooler());
      @Nullable Hash later = split.debt().isPositive() ? paid(split.debt(), with) : null;
      // without a transaction to tell them apart, paid is paid with the payout
      boolean paidAtOnce = with == null && later != null;
      return fits && !paidAtOnce
          ? Optional.of(new ToldPayout(split, claimable, owed, with, later))
          : Optional.empty();
    }

    /** The first other transaction in which the pooler paid exactly this. */
    private @Nullable Hash paid(Kale amount, @Nullable Hash other) {
      return byPooler.stream()
          .filter(it -> it.amount().equals(amount) && !it.transaction().equals(other))
          .map(Movement::transaction)
          .findFirst()
          .orElse(null);
    }
  }
}

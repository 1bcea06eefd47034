package org.kalepool.exit;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books.Position;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Movements.Movement;

/**
 * What a payout that the books do not know has paid, inferred from what the custodial account and
 * the pooler's wallet sent. Pails that the books still hold open were lost before it, for nobody is
 * paid out over an open pail; by whose fault, the amounts tell, too.
 *
 * <p>One that left the account open, with the pooler's share or with what came in later, may have
 * been followed by others, which passed that on.
 *
 * @param owed of the open pails, those whose stakes the pooler made good
 * @param transaction the payout's, null where it moved no KALE
 * @param debtPaid the later transaction in which the pooler paid what it had left owing, null if it
 *     has not
 * @param later what followed from the account, in that order
 */
record InferredPayout(
    Split split,
    boolean claimable,
    List<OpenStake> owed,
    @Nullable Hash transaction,
    @Nullable Hash debtPaid,
    List<InferredTransfer> later) {

  /** Beyond as many different sums of open stakes, only none and all of them are tried. */
  private static final int MOST_SUMS = 4_096;

  /** The stake in a pail that the books hold open. */
  @RegisterForReflection
  record OpenStake(long block, Kale stake) {}

  /**
   * What is known of one farmer.
   *
   * @param books with all that came in and was sent or is left
   * @param unbooked of that custody what came in unknown, whenever that was
   * @param open all of the farmer's open pails
   * @param left KALE that is in the account still
   */
  record Known(Position books, Kale unbooked, List<OpenStake> open, Kale left) {}

  /**
   * @param custodial what the farmer's account sent, all of it by payouts
   * @param pooler what the pooler's wallet sent and the books do not know
   * @return empty if the books explain no such payout, or more than one
   */
  static Optional<InferredPayout> of(
      Known known,
      List<Movement> custodial,
      List<Movement> pooler,
      Address wallet,
      Address payout) {
    Map<Hash, List<Movement>> sent =
        custodial.stream()
            .collect(
                Collectors.groupingBy(
                    Movement::transaction, LinkedHashMap::new, Collectors.toList()));
    @Nullable Hash first = custodial.isEmpty() ? null : custodial.getFirst().transaction();
    List<List<Movement>> later = sent.values().stream().skip(1).toList();
    List<Movement> mine =
        pooler.stream().filter(it -> it.to() == null || it.to().equals(payout)).toList();
    Set<Hash> following = new HashSet<>(sent.keySet());
    following.remove(first);
    Sent split =
        Sent.of(
            first,
            first == null ? List.of() : sent.getOrDefault(first, List.of()),
            mine.stream().filter(it -> !following.contains(it.transaction())).toList(),
            wallet,
            payout);
    List<InferredPayout> fits = new ArrayList<>();
    for (List<OpenStake> owed : choices(known.open())) {
      for (Split one : splits(known, split.all(), owed)) {
        split
            .fits(one, owed)
            .flatMap(
                inferred ->
                    InferredTransfer.of(one.withheld(), known.left(), later, mine, wallet, payout)
                        .map(inferred::followedBy))
            .ifPresent(fits::add);
      }
    }
    // more than one may fit where they differ in nothing that anybody has received or is owed
    return fits.stream().map(InferredPayout::amounts).distinct().count() == 1
        ? Optional.of(fits.getFirst())
        : Optional.empty();
  }

  /** How what was in the account may have been split, if so much was sent from it. */
  private static List<Split> splits(Known known, Kale sent, List<OpenStake> owed) {
    Kale more = owed.stream().map(OpenStake::stake).reduce(Kale.ZERO, Kale::plus);
    Kale all = known.books().owed().plus(more);
    Kale before = known.books().custody().minus(known.unbooked());
    List<Split> found = new ArrayList<>();
    // all there was; what is left has come in since
    if (sent.compareTo(before) >= 0) {
      Split whole = Split.of(known.books().holding(sent), all);
      found.add(whole);
      if (whole.fromPooler().isPositive()) {
        found.add(whole.deferred());
      }
    }
    // or all but the pooler's share
    Kale share = known.books().share().minus(all);
    Kale custody = sent.isZero() ? before : sent.plus(share);
    boolean possible =
        custody.compareTo(before) >= 0 && custody.compareTo(known.books().custody()) <= 0;
    if (share.isPositive() && custody.isPositive() && possible) {
      found.add(Split.of(known.books().holding(custody), all).keptForPooler());
    }
    return found;
  }

  private InferredPayout followedBy(List<InferredTransfer> others) {
    return new InferredPayout(split, claimable, owed, transaction, debtPaid, others);
  }

  private List<Kale> amounts() {
    return List.of(
        split.toPooler(), split.fromPooler(), split.toFarmer(), split.debt(), split.withheld());
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
   * What was sent by the payout.
   *
   * @param one whether the pooler's wallet and the payout wallet are the same
   * @param all from the custodial account, to whomever
   * @param toPooler from there to the pooler's wallet
   * @param toFarmer from there to the payout wallet
   * @param left from there into claimable balances
   * @param byPooler by the pooler's wallet to the payout wallet, or into claimable balances, with
   *     nothing that passed on what came later
   */
  private record Sent(
      @Nullable Hash transaction,
      boolean one,
      Kale all,
      Kale toPooler,
      Kale toFarmer,
      Kale left,
      List<Movement> byPooler) {

    static Sent of(
        @Nullable Hash transaction,
        List<Movement> custodial,
        List<Movement> byPooler,
        Address wallet,
        Address payout) {
      return new Sent(
          transaction,
          wallet.equals(payout),
          Movement.sum(custodial),
          InferredTransfer.sum(custodial, wallet),
          InferredTransfer.sum(custodial, payout),
          InferredTransfer.sum(custodial, null),
          byPooler);
    }

    Optional<InferredPayout> fits(Split split, List<OpenStake> owed) {
      @Nullable Hash with =
          transaction == null && split.fromPooler().isPositive()
              ? paid(split.fromPooler(), null)
              : transaction;
      List<Movement> together =
          byPooler.stream().filter(it -> it.transaction().equals(with)).toList();
      Kale added = Movement.sum(together);
      boolean direct = left.isPositive();
      boolean claimable = direct || together.stream().anyMatch(it -> it.to() == null);
      boolean through = claimable && !direct && toPooler.isPositive();
      boolean sent =
          through || one
              ? toPooler.equals(split.toPooler().plus(split.toFarmer()))
              : toPooler.equals(split.toPooler()) && toFarmer.plus(left).equals(split.toFarmer());
      boolean fits = sent && added.equals(through ? split.payout() : split.fromPooler());
      @Nullable Hash later = split.debt().isPositive() ? paid(split.debt(), with) : null;
      // without a transaction to tell them apart, paid is paid with the payout
      boolean paidAtOnce = with == null && later != null;
      return fits && !paidAtOnce
          ? Optional.of(new InferredPayout(split, claimable, owed, with, later, List.of()))
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

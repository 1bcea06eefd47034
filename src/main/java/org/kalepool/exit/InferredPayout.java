package org.kalepool.exit;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books.Position;
import org.kalepool.books.EarnedSplit;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Movements.Movement;

/**
 * What a payout that the books do not know has paid, inferred from what the custodial account and
 * the poolers' wallets sent. Pails that the books still hold open were lost before it, for nobody
 * is paid out over an open pail; by whose fault, the amounts tell, too.
 *
 * <p>One that left the account open, with a pooler's share or with what came in later, may have
 * been followed by others, which passed that on.
 *
 * @param owed of the open pails, those whose stakes the poolers made good
 * @param transaction the payout's, null where it moved no KALE
 * @param debtsPaid by pooler, the later transaction in which it paid what it had left owing
 * @param later what followed from the account, in that order
 */
record InferredPayout(
    Split split,
    boolean claimable,
    List<OpenStake> owed,
    @Nullable Hash transaction,
    Map<UUID, Hash> debtsPaid,
    List<InferredTransfer> later) {

  /** Beyond as many different sums of open stakes, only none and all of them are tried. */
  private static final int MOST_SUMS = 4_096;

  /** Beyond as many poolers that may have paid or been paid or not, only none and all of them. */
  private static final int MOST_POOLERS = 6;

  /**
   * The stake in a pail that the books hold open.
   *
   * @param pooler who had it planted
   */
  @RegisterForReflection
  record OpenStake(long block, UUID pooler, Kale stake) {}

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
   * All that the books explain. More than one may fit where they differ in nothing that anybody has
   * received or is owed.
   *
   * @param custodial what the farmer's account sent, all of it by payouts
   * @param poolers by pooler, what its wallet sent and the books do not know
   */
  static List<InferredPayout> all(
      Known known,
      List<Movement> custodial,
      Map<UUID, List<Movement>> poolers,
      InferredWallets wallets) {
    Map<Hash, List<Movement>> sent =
        custodial.stream()
            .collect(
                Collectors.groupingBy(
                    Movement::transaction, LinkedHashMap::new, Collectors.toList()));
    @Nullable Hash first = custodial.isEmpty() ? null : custodial.getFirst().transaction();
    List<List<Movement>> later = sent.values().stream().skip(1).toList();
    Map<UUID, List<Movement>> mine = only(poolers, wallets::concerns);
    Set<Hash> following = new HashSet<>(sent.keySet());
    following.remove(first);
    InferredSending split =
        InferredSending.of(
            first,
            first == null ? List.of() : sent.getOrDefault(first, List.of()),
            only(mine, it -> !following.contains(it.transaction())),
            wallets);
    List<InferredPayout> fits = new ArrayList<>();
    for (List<OpenStake> owed : choices(known.open())) {
      for (Split one : splits(known, split.all(), owed)) {
        split
            .fits(one, owed)
            .flatMap(
                inferred ->
                    InferredTransfer.of(withheld(one), known.left(), later, mine, wallets)
                        .map(inferred::followedBy))
            .ifPresent(fits::add);
      }
    }
    return fits;
  }

  private static Map<UUID, List<Movement>> only(
      Map<UUID, List<Movement>> poolers, Predicate<Movement> those) {
    Map<UUID, List<Movement>> some = new HashMap<>();
    poolers.forEach((id, moved) -> some.put(id, moved.stream().filter(those).toList()));
    return some;
  }

  private static Map<UUID, Kale> withheld(Split split) {
    return split.parts().stream()
        .filter(part -> part.withheld().isPositive())
        .collect(Collectors.toMap(Split.Part::pooler, Split.Part::withheld));
  }

  /** How what was in the account may have been split, if so much was sent from it. */
  private static List<Split> splits(Known known, Kale sent, List<OpenStake> owed) {
    Position books = known.books().owing(sums(owed));
    Kale before = known.books().custody().minus(known.unbooked());
    List<Split> found = new ArrayList<>();
    // all there was; what is left has come in since
    if (sent.compareTo(before) >= 0) {
      found.addAll(deferrals(Split.of(books.holding(sent))));
    }
    // or all but the share of some poolers
    List<Split.Part> shares =
        Split.of(books).parts().stream()
            .filter(part -> part.share().compareTo(part.owed()) > 0)
            .toList();
    for (Set<UUID> kept : subsets(shares.stream().map(Split.Part::pooler).toList())) {
      Kale share =
          shares.stream()
              .filter(part -> kept.contains(part.pooler()))
              .map(part -> part.share().minus(part.owed()))
              .reduce(Kale.ZERO, Kale::plus);
      Kale custody = sent.isZero() ? before : sent.plus(share);
      boolean possible =
          custody.compareTo(before) >= 0 && custody.compareTo(known.books().custody()) <= 0;
      if (!kept.isEmpty() && custody.isPositive() && possible) {
        found.addAll(
            deferrals(
                Split.of(books.holding(custody)).keeping(part -> kept.contains(part.pooler()))));
      }
    }
    return found;
  }

  /** The split, and those in which some poolers owe on what they were to pay. */
  private static List<Split> deferrals(Split split) {
    List<UUID> paying =
        split.parts().stream()
            .filter(part -> part.fromPooler().isPositive())
            .map(Split.Part::pooler)
            .toList();
    return subsets(paying).stream()
        .map(owing -> split.deferring(part -> owing.contains(part.pooler())))
        .toList();
  }

  /** All of them, none first; where they are too many, none and all. */
  private static List<Set<UUID>> subsets(List<UUID> of) {
    List<Set<UUID>> found = new ArrayList<>(List.of(Set.of()));
    if (of.size() > MOST_POOLERS) {
      found.add(Set.copyOf(of));
      return found;
    }
    for (UUID each : of) {
      for (Set<UUID> known : List.copyOf(found)) {
        Set<UUID> with = new HashSet<>(known);
        with.add(each);
        found.add(with);
      }
    }
    return found;
  }

  private InferredPayout followedBy(List<InferredTransfer> others) {
    return new InferredPayout(split, claimable, owed, transaction, debtsPaid, others);
  }

  /**
   * What everybody has received, is owed, or has been kept for, the farmer under no pooler's id.
   *
   * @param before payouts of what was earned that have come before
   */
  Map<UUID, List<Kale>> amounts(List<EarnedSplit> before) {
    Map<UUID, List<Kale>> amounts = new HashMap<>();
    Kale toFarmer = split.toFarmer();
    for (EarnedSplit paid : before) {
      toFarmer = toFarmer.plus(paid.toFarmer());
      paid.toPooler().forEach((pooler, amount) -> add(amounts, pooler, List.of(amount, Kale.ZERO)));
    }
    amounts.put(new UUID(0, 0), List.of(toFarmer));
    for (Split.Part part : split.parts()) {
      add(amounts, part.pooler(), List.of(part.toPooler(), part.fromPooler()));
      add(amounts, part.pooler(), List.of(Kale.ZERO, Kale.ZERO, part.debt(), part.withheld()));
    }
    amounts.values().removeIf(each -> each.stream().allMatch(Kale::isZero));
    return amounts;
  }

  private static void add(Map<UUID, List<Kale>> amounts, UUID pooler, List<Kale> more) {
    List<Kale> sums = new ArrayList<>(amounts.getOrDefault(pooler, List.of()));
    for (int i = 0; i < more.size(); i++) {
      if (i < sums.size()) {
        sums.set(i, sums.get(i).plus(more.get(i)));
      } else {
        sums.add(more.get(i));
      }
    }
    amounts.put(pooler, sums);
  }

  private static Map<UUID, Kale> sums(List<OpenStake> pails) {
    Map<UUID, Kale> sums = new HashMap<>();
    pails.forEach(pail -> sums.merge(pail.pooler(), pail.stake(), Kale::plus));
    return sums;
  }

  /** Which of the open pails the poolers may owe, one choice for each of their sums. */
  private static Iterable<List<OpenStake>> choices(List<OpenStake> open) {
    Map<Map<UUID, Kale>, List<OpenStake>> bySums = new LinkedHashMap<>();
    bySums.put(Map.of(), List.of());
    for (OpenStake pail : open) {
      for (List<OpenStake> known : List.copyOf(bySums.values())) {
        List<OpenStake> with = new ArrayList<>(known);
        with.add(pail);
        bySums.putIfAbsent(sums(with), List.copyOf(with));
      }
      if (bySums.size() > MOST_SUMS) {
        return List.of(List.of(), open);
      }
    }
    return bySums.values();
  }
}

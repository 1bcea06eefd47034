package org.kalepool.books;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.kalepool.kale.Kale;

/**
 * Who gets what of a payout of earned KALE (docs/adr/0015). All of it leaves the custodial account:
 * {@code toFarmer + toPoolers} is {@code earned}, to the stroop.
 *
 * @param earned what is paid out, the poolers' shares included
 * @param parts what of it was earned under which terms
 */
public record EarnedSplit(Kale earned, List<Part> parts) {
  public EarnedSplit {
    parts = List.copyOf(parts);
  }

  /**
   * What was earned with one pooler under one share.
   *
   * @param basisPoints the pooler's share
   * @param toPooler from the custodial account to its wallet
   * @param settled compensation that it owed, taken from its share for the farmer
   */
  @RegisterForReflection
  public record Part(UUID pooler, int basisPoints, Kale earned, Kale toPooler, Kale settled) {
    /** The pooler's share, before what it owes is taken from it. */
    public Kale share() {
      return toPooler.plus(settled);
    }
  }

  /**
   * Takes an amount from what was earned, in the order of the terms. A pooler's share of it is its
   * share of all that is shared then less its share of all that was shared before, each rounded
   * down: however often is paid, the sum is the same.
   *
   * @param owed by pooler, the compensation that it owes; beyond its share that stays its debt
   * @throws IllegalArgumentException if less than the amount is left, or the amount is not positive
   */
  public static EarnedSplit of(List<Earnings.Terms> terms, Map<UUID, Kale> owed, Kale amount) {
    if (!amount.isPositive()) {
      throw new IllegalArgumentException("only a positive amount can be paid out: " + amount);
    }
    Map<UUID, Kale> open = new HashMap<>(owed);
    List<Part> parts = new ArrayList<>();
    Kale rest = amount;
    for (Earnings.Terms each : terms) {
      Kale taken = rest.min(each.left());
      if (taken.isPositive()) {
        int points = each.basisPoints();
        Kale share =
            each.shared().plus(taken).basisPoints(points).minus(each.shared().basisPoints(points));
        Kale settled = share.min(open.getOrDefault(each.pooler(), Kale.ZERO)).max(Kale.ZERO);
        open.merge(each.pooler(), settled, Kale::minus);
        parts.add(new Part(each.pooler(), points, taken, share.minus(settled), settled));
        rest = rest.minus(taken);
      }
    }
    if (rest.isPositive()) {
      throw new IllegalArgumentException(
          "%s KALE are left of what was earned, not %s".formatted(amount.minus(rest), amount));
    }
    return new EarnedSplit(amount, parts);
  }

  /** What can be paid out of these. */
  public static Kale left(List<Earnings.Terms> terms) {
    return terms.stream().map(Earnings.Terms::left).reduce(Kale.ZERO, Kale::plus);
  }

  /** By pooler, what its wallet gets; those who get nothing are left out. */
  public Map<UUID, Kale> toPooler() {
    Map<UUID, Kale> sums = new LinkedHashMap<>();
    parts.stream()
        .filter(part -> part.toPooler().isPositive())
        .forEach(part -> sums.merge(part.pooler(), part.toPooler(), Kale::plus));
    return sums;
  }

  /** What all poolers get. */
  public Kale toPoolers() {
    return parts.stream().map(Part::toPooler).reduce(Kale.ZERO, Kale::plus);
  }

  /** What the payout wallet gets. */
  public Kale toFarmer() {
    return earned.minus(toPoolers());
  }

  /** Compensation that is settled by it, of all poolers. */
  public Kale settled() {
    return parts.stream().map(Part::settled).reduce(Kale.ZERO, Kale::plus);
  }
}

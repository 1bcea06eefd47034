package org.kalepool.books;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.kalepool.kale.Kale;

/**
 * How a payout was shared of which only the sums are told. What left the account was all taken of
 * what was earned, so that the terms say the poolers' shares; what they got less was netted with
 * what they owed.
 */
final class ToldPayout {
  private ToldPayout() {}

  /**
   * How a payout was shared of which only the transfers are known.
   *
   * @param terms of what was earned up to then
   * @param owed by pooler, the compensation that it owes by the books
   * @param sent what left the account, positive and not more than is left of what was earned
   * @param toPoolers what of that went to poolers
   * @return empty if the terms do not share it so
   */
  static Optional<EarnedSplit> of(
      List<Earnings.Terms> terms, Map<UUID, Kale> owed, Kale sent, Kale toPoolers) {
    EarnedSplit whole = EarnedSplit.of(terms, Map.of(), sent);
    Set<UUID> poolers =
        whole.parts().stream().map(EarnedSplit.Part::pooler).collect(Collectors.toSet());
    Kale netted = whole.toPoolers().minus(toPoolers);
    Map<UUID, Kale> settled = new HashMap<>();
    if (poolers.size() == 1) {
      UUID only = poolers.iterator().next();
      if (netted.isNegative() || netted.compareTo(owed.getOrDefault(only, Kale.ZERO)) > 0) {
        return Optional.empty();
      }
      settled.put(only, netted);
    } else if (!netted.isZero()) {
      // of several, each has had all of its share taken for what it owed
      settled.putAll(owed);
    }
    EarnedSplit split = EarnedSplit.of(terms, settled, sent);
    return split.toPoolers().equals(toPoolers) ? Optional.of(split) : Optional.empty();
  }
}

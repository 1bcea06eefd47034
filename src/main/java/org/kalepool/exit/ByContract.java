package org.kalepool.exit;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Collectors;
import org.kalepool.books.Earnings;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.PoolContracts;

/**
 * What it takes to pay a farmer out by the split contract.
 *
 * @param earned by pooler and share, what was earned and what of it payouts have shared already
 * @param isOver whether the split itself has been paid, so that all that is there goes on
 */
record ByContract(On on, List<Earnings.Terms> earned, boolean isOver) {
  ByContract {
    earned = List.copyOf(earned);
  }

  /**
   * The split contract as of one reading.
   *
   * @param xlm the contract of XLM
   * @param kale the asset contract of KALE
   * @param versions by terms, their version
   * @param ledger as of which
   */
  record On(
      Address contract,
      Address xlm,
      Address kale,
      Address admin,
      Map<PoolContracts.Terms, Integer> versions,
      long ledger) {
    On {
      versions = Map.copyOf(versions);
    }

    boolean has(int basisPoints, Address wallet) {
      return versions.containsKey(new PoolContracts.Terms(basisPoints, wallet));
    }

    OptionalInt version(int basisPoints, Address wallet) {
      Integer version = versions.get(new PoolContracts.Terms(basisPoints, wallet));
      return version == null ? OptionalInt.empty() : OptionalInt.of(version);
    }

    /** Any that names this wallet. */
    OptionalInt version(Address wallet) {
      return versions.entrySet().stream()
          .filter(entry -> entry.getKey().wallet().equals(wallet))
          .mapToInt(Map.Entry::getValue)
          .min();
    }
  }

  /**
   * By pooler its share of what was not shared yet, as the contract computes it: rounded down by
   * version, so never more than by the books.
   */
  Map<UUID, Kale> shares() {
    return shares(earned);
  }

  /** The same of these. */
  static Map<UUID, Kale> shares(List<Earnings.Terms> earned) {
    return earned.stream()
        .collect(
            Collectors.toMap(
                Earnings.Terms::pooler,
                terms -> terms.left().basisPoints(terms.basisPoints()),
                Kale::plus));
  }

  /** What was not shared yet. */
  Kale total() {
    return earned.stream().map(Earnings.Terms::left).reduce(Kale.ZERO, Kale::plus);
  }

  /** What was earned with this pooler and not shared yet. */
  List<Earnings.Terms> with(UUID pooler) {
    return earned.stream()
        .filter(terms -> terms.pooler().equals(pooler) && terms.left().isPositive())
        .toList();
  }
}

package org.kalepool.books;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an entry of a farmer's journal changed.
 *
 * @param what in words
 * @param hash of the transaction that did it, null if there is none or it is not known
 */
public record Movement(
    Instant at, String what, @Nullable Long block, @Nullable String hash, Sums change) {

  /**
   * What is where, or how it changes; stroops.
   *
   * @param wallet KALE in the custodial account
   * @param pails KALE in open pails
   * @param xlm XLM in the custodial account
   */
  public record Sums(long wallet, long pails, long xlm) {
    public static final Sums NOTHING = new Sums(0, 0, 0);

    public Sums plus(Sums other) {
      return new Sums(
          Math.addExact(wallet, other.wallet),
          Math.addExact(pails, other.pails),
          Math.addExact(xlm, other.xlm));
    }

    public Sums minus(Sums other) {
      return plus(new Sums(-other.wallet, -other.pails, -other.xlm));
    }
  }

  /**
   * What an entry changed; of a deposit each payment by itself, as far as these are known.
   *
   * @param hash of the transaction that did it, null if there is none or it is not known; not
   *     looked at for a deposit
   * @return in the order in which it happened
   */
  static List<Movement> of(UUID farmer, JournalPages.Shown entry, @Nullable String hash) {
    Sums change = change(farmer, entry);
    Deposits.Shown deposit = entry.deposit();
    if (deposit == null) {
      return List.of(new Movement(entry.at(), words(entry), entry.blockIndex(), hash, change));
    }
    if (deposit.payments().isEmpty()) {
      return List.of(new Movement(entry.at(), unknown(deposit.state()), null, null, change));
    }
    return deposit.payments().stream()
        .map(
            paid ->
                new Movement(
                    entry.at(),
                    "deposit",
                    null,
                    paid.transactionHash(),
                    change.xlm() == 0
                        ? new Sums(paid.amount(), 0, 0)
                        : new Sums(0, 0, paid.amount())))
        .toList();
  }

  private static String unknown(DepositState state) {
    return switch (state) {
      case OPEN -> "deposit (its transaction is being looked for)";
      case FORGOTTEN -> "deposit (the network's node has forgotten its transaction)";
      case UNTOLD -> "deposit (the network's node tells of no transaction)";
      case NOT_KEPT -> "deposit (its transaction was not kept)";
      case TOLD -> "deposit";
    };
  }

  private static Sums change(UUID farmer, JournalPages.Shown entry) {
    return new Sums(
        sum(entry, Accounts.custody(farmer)),
        sum(entry, Accounts.pail(farmer)),
        sum(entry, Accounts.xlm(farmer)));
  }

  private static long sum(JournalPages.Shown entry, String account) {
    return entry.lines().stream()
        .filter(line -> line.account().equals(account))
        .mapToLong(JournalPages.Line::amount)
        .sum();
  }

  private static String words(JournalPages.Shown entry) {
    return switch (entry.kind()) {
      case "fee" -> "fee of a transaction: " + lower(entry.memo());
      case "planted" -> "stake planted";
      case "harvested" -> "stake and reward harvested";
      case "forfeited" -> "stake lost: " + lower(entry.memo());
      case "payout" -> "paid of what was earned, to you and the pooler";
      case "split" -> "paid out";
      case "late" -> "paid out, arrived late";
      case "debt" -> "paid by the pooler";
      case "settled" -> "share of what was gained, to the pool";
      case "withdrawn" -> "withdrawn by the owner";
      case "covered" -> "made good from the pool's bond";
      default -> entry.kind() + ": " + entry.memo();
    };
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}

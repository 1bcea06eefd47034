package org.kalepool.exit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.books.EarnedSplit;
import org.kalepool.books.Earnings;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Movements.Movement;

/**
 * Recognises a payout without leaving that the books do not know by what it sent. All of what was
 * earned that it took has left the account in one transaction, so that the sum tells how much that
 * was, the terms what of it is whose, and a pooler that got less than its share what it had owed.
 */
final class InferredEarned {
  private InferredEarned() {}

  /**
   * How a payout without leaving was shared that the books do not know.
   *
   * @param terms of what was earned up to then, and shared before
   * @param owed by pooler, compensation by the books
   * @param sent by one transaction of the custodial account
   * @return empty if it is none
   */
  static Optional<EarnedSplit> of(
      List<Earnings.Terms> terms,
      Map<UUID, Kale> owed,
      List<Movement> sent,
      InferredWallets wallets) {
    Kale earned = Movement.sum(sent);
    boolean claimable = sent.stream().anyMatch(movement -> movement.to() == null);
    if (claimable || !earned.isPositive() || earned.compareTo(EarnedSplit.left(terms)) > 0) {
      return Optional.empty();
    }
    Map<UUID, Kale> settled = new HashMap<>();
    shares(EarnedSplit.of(terms, Map.of(), earned))
        .forEach(
            (pooler, share) ->
                settled.put(
                    pooler,
                    isAlone(pooler, wallets)
                        ? share.minus(InferredTransfer.sum(sent, wallets.of(pooler)))
                        : share.min(owed.getOrDefault(pooler, Kale.ZERO))));
    boolean possible =
        settled.entrySet().stream()
            .allMatch(
                each ->
                    !each.getValue().isNegative()
                        && each.getValue().compareTo(owed.getOrDefault(each.getKey(), Kale.ZERO))
                            <= 0);
    if (!possible) {
      return Optional.empty();
    }
    EarnedSplit split = EarnedSplit.of(terms, settled, earned);
    return paid(split, wallets).equals(received(sent)) ? Optional.of(split) : Optional.empty();
  }

  private static Map<UUID, Kale> shares(EarnedSplit split) {
    Map<UUID, Kale> shares = new HashMap<>();
    split.parts().forEach(part -> shares.merge(part.pooler(), part.share(), Kale::plus));
    return shares;
  }

  /** Whether what its wallet got is the pooler's alone. */
  private static boolean isAlone(UUID pooler, InferredWallets wallets) {
    Address wallet = wallets.of(pooler);
    return wallet != null
        && !wallets.isPayout(pooler)
        && wallets.poolers().values().stream().filter(wallet::equals).count() == 1;
  }

  /** By account, what the split pays. */
  private static Map<Address, Kale> paid(EarnedSplit split, InferredWallets wallets) {
    Map<Address, Kale> paid = new HashMap<>();
    split
        .toPooler()
        .forEach(
            (pooler, amount) -> {
              Address wallet = wallets.of(pooler);
              if (wallet != null) {
                paid.merge(wallet, amount, Kale::plus);
              }
            });
    if (split.toFarmer().isPositive()) {
      paid.merge(wallets.payout(), split.toFarmer(), Kale::plus);
    }
    return paid;
  }

  private static Map<Address, Kale> received(List<Movement> sent) {
    Map<Address, Kale> received = new HashMap<>();
    for (Movement movement : sent) {
      Address to = movement.to();
      if (to != null) {
        received.merge(to, movement.amount(), Kale::plus);
      }
    }
    return received;
  }
}

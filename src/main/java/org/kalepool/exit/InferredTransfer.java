package org.kalepool.exit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Movements.Movement;

/**
 * What a transaction that the books do not know has passed on after the payout ({@link LateSweep}),
 * inferred from what the custodial account and the carrier's wallet sent.
 *
 * @param toPoolers of their shares, what their wallets could not take at the payout
 */
record InferredTransfer(
    Hash transaction, long ledger, Map<UUID, Kale> toPoolers, Kale toFarmer, boolean claimable) {

  /**
   * How what has left an account after its payout was shared.
   *
   * @param withheld by pooler, what was kept for it at the payout, and has not been paid by the
   *     books
   * @param left KALE that is in the account still
   * @param sent what the custodial account sent after the payout, one list a transaction
   * @param poolers by pooler, what its wallet sent to the payout wallet, or into claimable balances
   * @return empty if no such transactions explain it
   */
  static Optional<List<InferredTransfer>> of(
      Map<UUID, Kale> withheld,
      Kale left,
      List<List<Movement>> sent,
      Map<UUID, List<Movement>> poolers,
      InferredWallets wallets) {
    List<InferredTransfer> inferred = new ArrayList<>();
    Map<UUID, Kale> kept = new HashMap<>(withheld);
    List<Movement> byCarrier = poolers.getOrDefault(wallets.carrier(), List.of());
    for (List<Movement> movements : sent) {
      InferredTransfer one = one(kept, movements, byCarrier, wallets);
      boolean shares =
          one.toPoolers().entrySet().stream()
              .allMatch(paid -> paid.getValue().equals(kept.get(paid.getKey())));
      Kale all = Movement.sum(movements);
      if (!shares
          || one.toFarmer().isNegative()
          || !all.equals(sum(one.toPoolers()).plus(one.toFarmer()))) {
        return Optional.empty();
      }
      one.toPoolers().keySet().forEach(kept::remove);
      inferred.add(one);
    }
    return sum(kept).compareTo(left) <= 0 ? Optional.of(inferred) : Optional.empty();
  }

  private static InferredTransfer one(
      Map<UUID, Kale> kept,
      List<Movement> movements,
      List<Movement> byCarrier,
      InferredWallets wallets) {
    Movement first = movements.getFirst();
    Kale through =
        sum(
            byCarrier.stream().filter(it -> it.transaction().equals(first.transaction())).toList(),
            null);
    Kale direct = sum(movements, null);
    Map<UUID, Kale> toPoolers = new HashMap<>();
    wallets
        .poolers()
        .forEach(
            (pooler, wallet) -> {
              Kale into = sum(movements, wallet);
              Kale mine =
                  wallets.isPayout(pooler)
                      ? kept.getOrDefault(pooler, Kale.ZERO).min(into)
                      : pooler.equals(wallets.carrier()) ? into.minus(through) : into;
              if (!mine.isZero()) {
                toPoolers.put(pooler, mine);
              }
            });
    Kale shares =
        toPoolers.entrySet().stream()
            .filter(paid -> wallets.isPayout(paid.getKey()))
            .map(Map.Entry::getValue)
            .reduce(Kale.ZERO, Kale::plus);
    boolean itself = wallets.isPayout(wallets.carrier());
    Kale toFarmer =
        sum(movements, wallets.payout())
            .minus(shares)
            .plus(direct)
            .plus(itself ? Kale.ZERO : through);
    return new InferredTransfer(
        first.transaction(),
        first.ledger(),
        toPoolers,
        toFarmer,
        through.isPositive() || direct.isPositive());
  }

  private static Kale sum(Map<UUID, Kale> amounts) {
    return amounts.values().stream().reduce(Kale.ZERO, Kale::plus);
  }

  /**
   * @param to null for claimable balances
   */
  static Kale sum(List<Movement> movements, @Nullable Address to) {
    return movements.stream()
        .filter(movement -> Objects.equals(to, movement.to()))
        .map(Movement::amount)
        .reduce(Kale.ZERO, Kale::plus);
  }
}

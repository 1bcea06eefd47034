package org.kalepool.exit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Movements.Movement;

/**
 * What a transaction that the books do not know has passed on after the payout ({@link LateSweep}),
 * inferred from what the custodial account and the pooler's wallet sent.
 *
 * @param toPooler of its share, what its wallet could not take at the payout
 */
record InferredTransfer(
    Hash transaction, long ledger, Kale toPooler, Kale toFarmer, boolean claimable) {

  /**
   * @param withheld what was kept for the pooler at the payout, and has not been paid by the books
   * @param left KALE that is in the account still
   * @param sent what the custodial account sent after the payout, one list a transaction
   * @param pooler what the pooler's wallet sent to the payout wallet, or into claimable balances
   * @return empty if no such transactions explain it
   */
  static Optional<List<InferredTransfer>> of(
      Kale withheld,
      Kale left,
      List<List<Movement>> sent,
      List<Movement> pooler,
      Address wallet,
      Address payout) {
    List<InferredTransfer> inferred = new ArrayList<>();
    Kale kept = withheld;
    for (List<Movement> movements : sent) {
      InferredTransfer one = one(kept, movements, pooler, wallet, payout);
      boolean share = one.toPooler().isZero() || one.toPooler().equals(kept);
      Kale all = Movement.sum(movements);
      if (!share
          || one.toFarmer().isNegative()
          || !all.equals(one.toPooler().plus(one.toFarmer()))) {
        return Optional.empty();
      }
      kept = kept.minus(one.toPooler());
      inferred.add(one);
    }
    return kept.compareTo(left) <= 0 ? Optional.of(inferred) : Optional.empty();
  }

  private static InferredTransfer one(
      Kale kept, List<Movement> movements, List<Movement> pooler, Address wallet, Address payout) {
    Movement first = movements.getFirst();
    Kale into = sum(movements, wallet);
    Kale through =
        sum(
            pooler.stream().filter(it -> it.transaction().equals(first.transaction())).toList(),
            null);
    Kale direct = sum(movements, null);
    Kale toPooler = wallet.equals(payout) ? kept.min(into) : into.minus(through);
    Kale toFarmer =
        wallet.equals(payout)
            ? into.minus(toPooler).plus(direct)
            : sum(movements, payout).plus(direct).plus(through);
    return new InferredTransfer(
        first.transaction(),
        first.ledger(),
        toPooler,
        toFarmer,
        through.isPositive() || direct.isPositive());
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

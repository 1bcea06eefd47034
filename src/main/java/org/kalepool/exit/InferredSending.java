package org.kalepool.exit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.exit.InferredPayout.OpenStake;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Movements.Movement;

/**
 * What was sent by a payout that the books do not know.
 *
 * @param transaction null where the custodial account sent no KALE
 * @param all from the custodial account, to whomever
 * @param custodial the same, one by one
 * @param byPoolers by pooler, what its wallet sent to the payout wallet, into claimable balances or
 *     to the carrier, with nothing that passed on what came later
 */
record InferredSending(
    @Nullable Hash transaction,
    Kale all,
    List<Movement> custodial,
    Map<UUID, List<Movement>> byPoolers,
    InferredWallets wallets) {

  static InferredSending of(
      @Nullable Hash transaction,
      List<Movement> custodial,
      Map<UUID, List<Movement>> byPoolers,
      InferredWallets wallets) {
    return new InferredSending(transaction, Movement.sum(custodial), custodial, byPoolers, wallets);
  }

  Optional<InferredPayout> fits(Split split, List<OpenStake> owed) {
    @Nullable Hash with = transaction == null ? paidAlone(split) : transaction;
    boolean direct = to(null).isPositive();
    boolean claimable =
        direct || together(wallets.carrier(), with).stream().anyMatch(it -> it.to() == null);
    Kale toCarrier = to(wallets.of(wallets.carrier()));
    boolean through = claimable && !direct && toCarrier.isPositive();
    if (!paidFarmer(split, through)
        || !split.parts().stream().allMatch(part -> paidPooler(part, through))
        || !added(split, with, through)) {
      return Optional.empty();
    }
    Map<UUID, Hash> later = new HashMap<>();
    for (Split.Part part : split.parts()) {
      Hash paid = part.debt().isPositive() ? paid(part.pooler(), part.debt(), with) : null;
      if (paid != null) {
        later.put(part.pooler(), paid);
      }
    }
    // without a transaction to tell them apart, paid is paid with the payout
    boolean paidAtOnce = with == null && !later.isEmpty();
    return paidAtOnce
        ? Optional.empty()
        : Optional.of(new InferredPayout(split, claimable, owed, with, later, List.of()));
  }

  /** The transaction in which a pooler paid, where the custodial account sent nothing. */
  private @Nullable Hash paidAlone(Split split) {
    return split.parts().stream()
        .filter(part -> part.fromPooler().isPositive())
        .map(part -> paid(part.pooler(), part.fromPooler(), null))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private Kale to(@Nullable Address account) {
    return InferredTransfer.sum(custodial, account);
  }

  private List<Movement> by(UUID pooler) {
    return byPoolers.getOrDefault(pooler, List.of());
  }

  private List<Movement> together(UUID pooler, @Nullable Hash with) {
    return by(pooler).stream().filter(it -> it.transaction().equals(with)).toList();
  }

  private boolean paidFarmer(Split split, boolean through) {
    if (through) {
      Kale carried = split.of(wallets.carrier(), Split.Part::toPooler).plus(split.toFarmer());
      return to(wallets.of(wallets.carrier())).equals(carried);
    }
    Kale shares =
        split.parts().stream()
            .filter(part -> wallets.isPayout(part.pooler()))
            .map(Split.Part::toPooler)
            .reduce(Kale.ZERO, Kale::plus);
    return to(wallets.payout()).plus(to(null)).equals(split.toFarmer().plus(shares));
  }

  private boolean paidPooler(Split.Part part, boolean through) {
    Address wallet = wallets.of(part.pooler());
    if (wallet == null) {
      return part.toPooler().isZero();
    }
    boolean withFarmers =
        wallets.isPayout(part.pooler()) || (through && part.pooler().equals(wallets.carrier()));
    return withFarmers || to(wallet).equals(part.toPooler());
  }

  /** Whether the poolers added with the payout what they were to. */
  private boolean added(Split split, @Nullable Hash with, boolean through) {
    UUID carrier = wallets.carrier();
    for (Map.Entry<UUID, List<Movement>> each : byPoolers.entrySet()) {
      boolean carries = each.getKey().equals(carrier);
      List<Movement> sent =
          together(each.getKey(), with).stream()
              .filter(it -> (through && !carries) || wallets.isForFarmer(it))
              .toList();
      Kale due =
          through && carries ? split.payout() : split.of(each.getKey(), Split.Part::fromPooler);
      if (!Movement.sum(sent).equals(due)) {
        return false;
      }
    }
    return split.parts().stream()
        .allMatch(part -> part.fromPooler().isZero() || byPoolers.containsKey(part.pooler()));
  }

  /** The first other transaction in which the pooler paid the farmer exactly this. */
  private @Nullable Hash paid(UUID pooler, Kale amount, @Nullable Hash other) {
    return by(pooler).stream()
        .filter(wallets::isForFarmer)
        .filter(it -> it.amount().equals(amount) && !it.transaction().equals(other))
        .map(Movement::transaction)
        .findFirst()
        .orElse(null);
  }
}

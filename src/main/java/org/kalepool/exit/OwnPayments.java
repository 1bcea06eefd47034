package org.kalepool.exit;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Hash;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Movements;
import org.kalepool.stellar.Movements.Kind;
import org.kalepool.stellar.Movements.Movement;
import org.kalepool.stellar.RpcException;

/**
 * Finds what poolers pay by themselves: the pool has no key of a wallet elsewhere, so that pooler
 * pays what it owes from there to the payout wallet, to the stroop. So it finds what this pool has
 * paid and does not know of. An exchange's account does not tell for whom it was; there an operator
 * books it, as where the node has forgotten it.
 */
@Singleton
final class OwnPayments {
  private static final Logger LOG = Logger.getLogger(OwnPayments.class);

  private final Movements movements;
  private final SplitRepository splits;

  /** By wallet, so that each ledger is asked for once. */
  private final Map<Address, Seen> seen = new ConcurrentHashMap<>();

  OwnPayments(Movements movements, SplitRepository splits) {
    this.movements = movements;
    this.splits = splits;
  }

  /**
   * What a wallet has sent.
   *
   * @param through the last ledger that was looked at
   */
  private record Seen(long through, List<Movement> sent) {}

  /** The transaction in which the pooler has paid exactly this debt, if one is seen. */
  Optional<Hash> of(DebtRepository.Debt debt, PayoutReading reading) {
    Holdings wallet = reading.poolerWallet();
    boolean known = reading.poolerSigns() && !debt.held();
    if (wallet == null || known || !debt.xlm().isZero()) {
      return Optional.empty();
    }
    return find(debt, reading.farmer().destination(), wallet.account(), wallet.ledger());
  }

  /** The transaction in which this account has paid exactly this debt, if one is seen. */
  Optional<Hash> find(DebtRepository.Debt debt, Destination to, Address account, long through) {
    if (to.isShared()) {
      return Optional.empty();
    }
    return sent(account, debt.ledger(), through).stream()
        .filter(movement -> movement.ledger() > debt.ledger())
        .filter(movement -> to.account().equals(movement.to()))
        .filter(movement -> movement.amount().equals(debt.kale()))
        .map(Movement::transaction)
        .filter(transaction -> !splits.isBooked(transaction))
        .findFirst();
  }

  /**
   * What an account has sent.
   *
   * @param since the ledger after which to look
   * @param through the last to look at
   */
  List<Movement> sent(Address account, long since, long through) {
    @Nullable Seen before = seen.get(account);
    if (before != null && before.through() >= through) {
      return before.sent();
    }
    long from = before == null ? since + 1 : Math.max(before.through() + 1, since + 1);
    List<Movement> all = new ArrayList<>(before == null ? List.of() : before.sent());
    try {
      if (from <= through) {
        // what the node has forgotten is not found later either
        movements.moved(account, from, through).orElse(List.of()).stream()
            .filter(movement -> movement.kind() == Kind.SENT)
            .forEach(all::add);
      }
    } catch (RpcException e) {
      LOG.debugf("what %s has sent cannot be seen: %s", account, e.getMessage());
      return all;
    }
    seen.put(account, new Seen(through, List.copyOf(all)));
    return all;
  }
}

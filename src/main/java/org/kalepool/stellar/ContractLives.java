package org.kalepool.stellar;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.kalepool.kale.Address;
import org.kalepool.leader.Leader;

/**
 * Keeps the contracts that a module uses alive: nobody else does, and one that is archived costs
 * whoever calls it next, or is not called. A module asks for it with each of its sweeps.
 */
@Singleton
public class ContractLives {
  private static final Logger LOG = Logger.getLogger(ContractLives.class);

  /** Half of what is extended below: by then several looks have come to nothing. */
  private static final int PART_THAT_WORRIES = 2;

  private final PoolContracts contracts;
  private final Chain chain;
  private final Transactions transactions;
  private final OpenTransactions open;
  private final Signer signer;
  private final Leader leader;
  private final MeterRegistry meters;
  private final Duration below;
  private final Duration to;
  private final Map<String, Look> looks = new ConcurrentSkipListMap<>();

  /** The last ledger in which a life was changed, as far as this process knows. */
  private volatile long changed;

  /**
   * What the last look at a module's contracts has shown.
   *
   * @param ledgers the fewest that one of them, or its code, lives on; 0 if one is archived
   * @param missing those that are not on the network
   * @param archived those that are, or whose code is
   */
  private record Look(
      long ledgers, List<Address> missing, List<Address> archived, double ledgerSeconds) {}

  ContractLives(
      PoolContracts contracts,
      Chain chain,
      Transactions transactions,
      OpenTransactions open,
      Signer signer,
      Leader leader,
      MeterRegistry meters,
      LifeSettings settings) {
    this.contracts = contracts;
    this.chain = chain;
    this.transactions = transactions;
    this.open = open;
    this.signer = signer;
    this.leader = leader;
    this.meters = meters;
    this.below = settings.below();
    this.to = settings.to();
    if (to.compareTo(below) <= 0) {
      throw new IllegalArgumentException(
          "kale.life.to must be longer than kale.life.below, %s, not %s".formatted(below, to));
    }
  }

  void settled(@Observes TransactionSettled event) {
    if (event.request().action() != Action.LIFE) {
      return;
    }
    if (event.outcome() instanceof Outcome.Landed landed) {
      changed = Math.max(changed, landed.ledger());
    } else {
      LOG.warnf("contracts' lives could not be changed: %s", event.outcome());
    }
  }

  /**
   * Looks how long contracts live on, and asks for the next transaction that is needed, if one is.
   *
   * @param name what they are, for people; never changes
   * @param used the contracts
   * @param payer the account that pays
   * @throws RpcException if the node cannot be asked
   */
  public void keep(String name, Collection<Address> used, Address payer) {
    PoolContracts.Lives found = contracts.lives(used);
    if (found.ledger() < changed) {
      return; // a node that lags
    }
    double seconds = chain.terms().ledgerSeconds();
    note(name, look(used, found, seconds));
    if (below.isZero()) {
      return;
    }
    new LifePlan(ledgers(below, seconds), ledgers(to, seconds))
        .next(found.entries(), found.ledger())
        .ifPresent(call -> QuarkusTransaction.requiringNew().run(() -> ask(name, payer, call)));
  }

  private static long ledgers(Duration time, double seconds) {
    return Math.round(time.toSeconds() / seconds);
  }

  private static Look look(Collection<Address> used, PoolContracts.Lives found, double seconds) {
    long ledger = found.ledger();
    Set<Address> missing = new HashSet<>(used);
    found.entries().stream()
        .filter(one -> one.entry() instanceof ContractCall.Instance)
        .forEach(one -> missing.remove(one.contract()));
    return new Look(
        found.entries().stream().mapToLong(one -> one.left(ledger)).min().orElse(0),
        List.copyOf(missing),
        found.entries().stream()
            .filter(one -> one.isArchived(ledger))
            .map(LifePlan.Living::contract)
            .distinct()
            .toList(),
        seconds);
  }

  private void note(String name, Look look) {
    if (looks.put(name, look) == null) {
      meters.gauge(
          "kale.contract.life.ledgers",
          Tags.of("contract", name),
          looks,
          all -> Optional.ofNullable(all.get(name)).map(Look::ledgers).orElse(0L));
    }
  }

  private void ask(String name, Address payer, ContractCall.Life call) {
    leader.hold();
    if (!signer.holds(payer)) {
      LOG.warnf("contracts (%s) are to be kept alive, and the pool has no key of %s", name, payer);
      return;
    }
    // one at a time, whoever asks
    if (!open.has(Action.LIFE)
        && transactions
            .request(new TransactionRequest(payer, Action.LIFE, null, null, call, null))
            .isPresent()) {
      LOG.infof(
          "contracts (%s): %d entries %s",
          name,
          call.entries().size(),
          call instanceof ContractCall.Restore ? "are brought back" : "live longer");
    }
  }

  /** What an operator has to be told: by name what is wrong, empty if nothing is. */
  public Map<String, String> troubles() {
    return looks.entrySet().stream()
        .filter(each -> !trouble(each.getValue()).isEmpty())
        .collect(Collectors.toMap(Map.Entry::getKey, each -> trouble(each.getValue())));
  }

  private String trouble(Look look) {
    if (!look.missing().isEmpty()) {
      return texts(look.missing()) + " is not on this network";
    }
    if (!look.archived().isEmpty()) {
      return texts(look.archived()) + " is archived, or its code is";
    }
    double left = look.ledgers() * look.ledgerSeconds();
    return left * PART_THAT_WORRIES < below.toSeconds()
        ? "%d ledgers are left until one is archived, about %.1f days"
            .formatted(look.ledgers(), left / Duration.ofDays(1).toSeconds())
        : "";
  }

  private static String texts(List<Address> contracts) {
    return contracts.getFirst()
        + (contracts.size() > 1 ? " and " + (contracts.size() - 1) + " more" : "");
  }
}

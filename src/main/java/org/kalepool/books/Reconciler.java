package org.kalepool.books;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Gatherers;
import org.jboss.logging.Logger;
import org.kalepool.block.Blocks;
import org.kalepool.block.LedgerClosed;
import org.kalepool.books.FarmerReconciliation.Result;
import org.kalepool.books.ReconciliationRepository.Standing;
import org.kalepool.farmer.FarmerSeen;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.schedule.Sweep;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.FailuresInARow;
import org.kalepool.stellar.FarmerOnChain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.RpcException;

/**
 * Compares the books with the chain: the balances of every idle farmer after each ledger, in few
 * requests, and the whole position, pails included, when they differ and once after each block.
 */
@ApplicationScoped
class Reconciler implements Sweep {
  private static final Logger LOG = Logger.getLogger(Reconciler.class);

  private final ReconciliationRepository store;
  private final FarmerReconciliation settlement;
  private final Shortages shortages;
  private final VaultTransfers transfers;
  private final ChainReader reader;
  private final Chain chain;
  private final Blocks blocks;
  private final Tasks tasks;
  private final Event<PailMissing> pailMissing;
  private final Duration interval;

  Reconciler(
      ReconciliationRepository store,
      FarmerReconciliation settlement,
      Shortages shortages,
      VaultTransfers transfers,
      ChainReader reader,
      Chain chain,
      Blocks blocks,
      Tasks tasks,
      Event<PailMissing> pailMissing,
      BooksSettings settings) {
    this.store = store;
    this.settlement = settlement;
    this.shortages = shortages;
    this.transfers = transfers;
    this.reader = reader;
    this.chain = chain;
    this.blocks = blocks;
    this.tasks = tasks;
    this.pailMissing = pailMissing;
    this.interval = settings.reconcileInterval();
  }

  @Override
  public String name() {
    return "reconcile";
  }

  @Override
  public Duration every() {
    return interval;
  }

  /** After a block it reads each farmer by itself: a thousand of them, at a second each. */
  @Override
  public Duration longest() {
    return Duration.ofMinutes(20);
  }

  void ledgerClosed(@Observes LedgerClosed event) {
    tasks.submit(name(), this::sweep);
  }

  /** What has come is booked in the same ledger. */
  void seen(@Observes(during = TransactionPhase.AFTER_SUCCESS) FarmerSeen event) {
    tasks.submit(name(), this::sweep);
  }

  @Override
  public void sweep() {
    Optional<Blocks.Current> current = blocks.current();
    if (current.isEmpty()) {
      return;
    }
    long closed = current.get().index() - 1;
    List<Standing> present = store.present(closed);
    present.stream().filter(Standing::held).forEach(transfers::doubt);
    List<Standing> idle = present.stream().filter(Standing::ready).toList();
    FailuresInARow failures = new FailuresInARow(LOG);
    tell(closed, failures);
    try {
      idle.stream()
          .gather(Gatherers.windowFixed(Chain.ACCOUNTS_A_READ))
          .forEach(part -> compare(part, closed, failures));
    } catch (RpcException e) {
      LOG.warnf("not reconciled, the network cannot be read: %s", e.getMessage());
    }
  }

  /** Those, too, who have departed with an empty vault. */
  private void tell(long closed, FailuresInARow failures) {
    for (UUID farmer : transfers.untold()) {
      store
          .find(farmer, closed)
          .filter(Standing::ready)
          .ifPresent(
              standing ->
                  examine(
                      standing,
                      closed < 0 ? OptionalLong.empty() : OptionalLong.of(closed),
                      failures));
    }
  }

  private void compare(List<Standing> standings, long closed, FailuresInARow failures) {
    Map<Address, Holdings> holdings =
        chain.holdings(standings.stream().map(Standing::custodial).toList());
    for (Standing standing : standings) {
      Holdings held = holdings.get(standing.custodial());
      boolean unborn = held == null && standing.custody() == 0 && standing.xlm() == 0;
      boolean unfinished = !standing.done() && closed >= 0 && !unborn && !standing.departed();
      if (unfinished || differs(standing, held)) {
        examine(standing, closed < 0 ? OptionalLong.empty() : OptionalLong.of(closed), failures);
      } else if (standing.vault() && held != null) {
        transfers.agree(standing, held.ledger());
      }
    }
  }

  private static boolean differs(
      Standing standing, @org.jspecify.annotations.Nullable Holdings held) {
    Kale kale = held == null ? null : held.kale();
    return standing.custody() != (kale == null ? 0 : kale.stroops())
        || standing.xlm() != (held == null ? 0 : held.xlm().stroops());
  }

  /**
   * @return empty if nothing could be compared now
   */
  private Optional<Result> examine(
      Standing standing, OptionalLong closed, FailuresInARow failures) {
    Optional<Result> result = Optional.empty();
    try {
      result = examine(standing, closed);
      failures.read();
    } catch (RpcException e) {
      failures.failed(standing.farmer(), e);
    }
    return result;
  }

  private Optional<Result> examine(Standing standing, OptionalLong closed) {
    List<UnseenFeeRepository.Plant> unseen = shortages.plants(standing);
    FarmerOnChain on = reader.read(standing.custodial(), wanted(standing, unseen));
    if (!reader.isCertain(standing, on)) {
      return Optional.empty();
    }
    Optional<Result> result =
        settlement.settle(
            standing,
            on,
            shortages.burned(standing, unseen, on),
            transfers.read(standing, on),
            closed);
    result.ifPresent(
        r -> r.missing().forEach(b -> pailMissing.fire(new PailMissing(standing.farmer(), b))));
    return result;
  }

  /** The pails that are open, and those that may have been planted unseen. */
  private static Collection<Long> wanted(
      Standing standing, List<UnseenFeeRepository.Plant> unseen) {
    Set<Long> blocks = new TreeSet<>(standing.pails().keySet());
    unseen.forEach(plant -> blocks.add(plant.block()));
    return blocks;
  }

  /**
   * Compares every farmer now.
   *
   * @throws RpcException if the network cannot be read
   */
  ReconciliationResult all() {
    OptionalLong closed =
        blocks.current().filter(c -> c.index() > 0).stream()
            .mapToLong(c -> c.index() - 1)
            .findFirst();
    FailuresInARow failures = new FailuresInARow(LOG);
    long difference = 0;
    int compared = 0;
    int pending = 0;
    for (Standing standing : store.all(closed.orElse(-1))) {
      Optional<Result> result =
          standing.departed() && isSettled(standing)
              ? Optional.of(new Result(0, List.of()))
              : examine(standing, closed, failures);
      if (result.isPresent()) {
        difference = Math.addExact(difference, result.get().difference());
        compared++;
      } else {
        pending++;
      }
    }
    return new ReconciliationResult(difference == 0 && pending == 0, difference, compared, pending);
  }

  /** A merged account holds nothing; what the books say is in it has come late, or is wrong. */
  private static boolean isSettled(Standing standing) {
    return standing.custody() == 0 && standing.xlm() == 0 && standing.pails().isEmpty();
  }
}

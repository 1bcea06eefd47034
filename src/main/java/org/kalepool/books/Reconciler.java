package org.kalepool.books;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Gatherers;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
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
  private final FarmerExamination examination;
  private final VaultTransfers transfers;
  private final Chain chain;
  private final Blocks blocks;
  private final Tasks tasks;
  private final Duration interval;

  Reconciler(
      ReconciliationRepository store,
      FarmerExamination examination,
      VaultTransfers transfers,
      Chain chain,
      Blocks blocks,
      Tasks tasks,
      BooksSettings settings) {
    this.store = store;
    this.examination = examination;
    this.transfers = transfers;
    this.chain = chain;
    this.blocks = blocks;
    this.tasks = tasks;
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
                  examination.examine(
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
        examination.examine(
            standing, closed < 0 ? OptionalLong.empty() : OptionalLong.of(closed), failures);
      } else if (standing.vault() && held != null) {
        transfers.agree(standing, held.ledger());
      }
    }
  }

  private static boolean differs(Standing standing, @Nullable Holdings held) {
    Kale kale = held == null ? null : held.kale();
    return standing.custody() != (kale == null ? 0 : kale.stroops())
        || standing.xlm() != (held == null ? 0 : held.xlm().stroops());
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
              : examination.examine(standing, closed, failures);
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

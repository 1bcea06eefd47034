package org.kalepool.books;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.PersistenceException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks;
import org.kalepool.block.LedgerClosed;
import org.kalepool.books.ReconciliationRepository.Standing;
import org.kalepool.books.RecoveryRepository.Held;
import org.kalepool.db.DatabaseFailures;
import org.kalepool.farmer.Farmers;
import org.kalepool.farmer.RegistrationLapses;
import org.kalepool.kale.GameRules;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.schedule.Sweep;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.FailuresInARow;
import org.kalepool.stellar.FarmerOnChain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Movements;
import org.kalepool.stellar.Movements.Movement;
import org.kalepool.stellar.NetworkTerms;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.Validity;

/**
 * After a restore: finds what was done since the backup, and books it. Every block that can still
 * be open is looked at for pails; what the node remembers of burns and mints tells the stakes and
 * rewards of pails that are gone. Only then are the farmer's books held against the chain, so that
 * a reward is not taken for a deposit, nor a planted stake for a loss. All of one farmer's findings
 * are written in one database transaction, once.
 */
@ApplicationScoped
class Recovery implements Sweep {
  private static final Logger LOG = Logger.getLogger(Recovery.class);

  /** Ledgers before the newest that is in the books: a harvest by another account may be older. */
  private static final long OVERLAP = 20;

  private final RecoveryRepository store;
  private final ReconciliationRepository standings;
  private final ChainReader reader;
  private final Movements movements;
  private final Chain chain;
  private final Validity validity;
  private final Blocks blocks;
  private final Books books;
  private final Earnings earnings;
  private final Shortages shortages;
  private final Farmers farmers;
  private final Tasks tasks;
  private final Event<PlantFound> plantFound;
  private final Event<HarvestFound> harvestFound;
  private final Event<PayoutFound> payoutFound;

  /** The network's time at which this process first saw a hold. */
  private final Map<Held, Long> firstSeen = new ConcurrentHashMap<>();

  Recovery(
      RecoveryRepository store,
      ReconciliationRepository standings,
      ChainReader reader,
      Movements movements,
      Chain chain,
      Validity validity,
      Blocks blocks,
      Books books,
      Earnings earnings,
      Shortages shortages,
      Farmers farmers,
      Tasks tasks,
      Event<PlantFound> plantFound,
      Event<HarvestFound> harvestFound,
      Event<PayoutFound> payoutFound) {
    this.store = store;
    this.standings = standings;
    this.reader = reader;
    this.movements = movements;
    this.chain = chain;
    this.validity = validity;
    this.blocks = blocks;
    this.books = books;
    this.earnings = earnings;
    this.shortages = shortages;
    this.farmers = farmers;
    this.tasks = tasks;
    this.plantFound = plantFound;
    this.harvestFound = harvestFound;
    this.payoutFound = payoutFound;
  }

  @Override
  public String name() {
    return "recovery";
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(30);
  }

  void lapses(@Observes RegistrationLapses event) {
    store.remove(event.farmer());
  }

  void ledgerClosed(@Observes LedgerClosed event) {
    tasks.submit(name(), this::sweep);
  }

  @Override
  public void sweep() {
    Optional<Blocks.Current> current = blocks.current();
    List<Held> held = current.isPresent() ? store.held() : List.of();
    FailuresInARow failures = new FailuresInARow(LOG);
    @Nullable RuntimeException failure = null;
    for (Held farmer : held) {
      try {
        standings
            .find(farmer.farmer(), -1)
            .filter(Standing::idle)
            .ifPresent(standing -> recover(farmer, standing, current.get()));
        failures.read();
      } catch (RpcException e) {
        failures.failed(farmer.farmer(), e);
      } catch (PersistenceException | IllegalStateException e) {
        if (DatabaseFailures.unavailable(e).isPresent()) {
          throw e;
        }
        // nor for one whose books refuse what was found; the task fails for that at its end
        LOG.errorf("restored farmer %s cannot be recovered: %s", farmer.farmer(), e.getMessage());
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void recover(Held held, Standing before, Blocks.Current now) {
    NetworkTerms terms = chain.terms();
    // what was on its way when the backup was restored may land after a look that comes too soon;
    // by the network's time, since the database that dates the hold may have another
    long since = firstSeen.computeIfAbsent(held, _ -> now.closeTime());
    if (now.closeTime()
        <= Math.max(since, held.at().getEpochSecond()) + validity.seconds(terms.ledgerSeconds())) {
      return;
    }
    long running = now.index();
    FarmerOnChain on = reader.read(before.custodial(), canBeOpen(before, running, terms));
    if (on.ledger() < Math.max(before.settled(), now.ledger()) || !reader.isCertainOfAccount(on)) {
      return;
    }
    long known = store.knownLedger(held).orElse(on.ledger() - terms.minTemporaryTtl());
    long from = movements.reach(Math.max(1, known - OVERLAP), held.registered());
    @Nullable List<Movement> seen =
        movements.moved(before.custodial(), from, on.ledger()).orElse(null);
    Map<Long, Long> opened = new HashMap<>();
    Found found =
        Found.of(
            before.farmer(),
            store.pails(before.farmer(), told(on, seen)),
            on,
            seen,
            running,
            block -> opened.computeIfAbsent(block, this::openedAt));
    QuarkusTransaction.requiringNew().run(() -> write(held, before, on, found, from, seen));
  }

  /** Every block whose pails can be alive, with a margin for ledgers that close slower. */
  private static Set<Long> canBeOpen(Standing books, long running, NetworkTerms terms) {
    double seconds = terms.minTemporaryTtl() * terms.ledgerSeconds();
    long span = (long) Math.ceil(1.2 * seconds / GameRules.BLOCK_INTERVAL_SECONDS) + 2;
    Set<Long> all = new TreeSet<>(books.pails().keySet());
    LongStream.rangeClosed(Math.max(0, running - span), running).forEach(all::add);
    return all;
  }

  /** The blocks of which the chain or the node's memory tells anything. */
  private static Set<Long> told(FarmerOnChain on, @Nullable List<Movement> seen) {
    Set<Long> blocks = new TreeSet<>(on.pails().keySet());
    if (seen != null) {
      seen.forEach(movement -> blocks.addAll(movement.blocks()));
    }
    return blocks;
  }

  private @Nullable Long openedAt(long block) {
    return chain.block(block).map(stored -> stored.block().timestamp()).orElse(null);
  }

  private void write(
      Held held,
      Standing before,
      FarmerOnChain on,
      Found found,
      long since,
      @Nullable List<Movement> seen) {
    Standing now = standings.locked(held.farmer(), -1);
    boolean same = now.settled() == before.settled() && now.pails().equals(before.pails());
    if (!now.idle() || !same || !store.isHeld(held)) {
      return;
    }
    if (on.holdings() != null || !found.plants().isEmpty() || (seen != null && !seen.isEmpty())) {
      // funded since the backup: only who was seen has its key among the wallets, and is compared
      farmers.seen(held.farmer());
    }
    found.plants().forEach(plantFound::fire);
    found.harvests().forEach(harvestFound::fire);
    store.recovered(held, found.complete(), on.ledger());
    LOG.infof(
        "farmer %s after the restore: %d plants and %d harvests found since the backup%s",
        held.farmer(),
        found.plants().size(),
        found.harvests().size(),
        found.complete() ? "" : "; the node does not remember all");
    if (now.departed()) {
      // by a payout that the backup knew to be under way, and that was booked when it was seen
      return;
    }
    if (on.holdings() == null && isUnborn(held, found, seen)) {
      if (!held.suspended()) {
        farmers.resume(held.farmer(), "pool", "nothing happened since the backup");
      }
    } else if (seen != null && found.complete() && !now.vault()) {
      // what has left a vault is read with all else that was paid, when it is compared
      paidOut(now, on, since, seen, on.holdings() == null || hasNoPail(held, on));
    }
  }

  /**
   * Whether nothing is left to harvest: a pail that is lost may stay on the chain till it expires.
   */
  private boolean hasNoPail(Held held, FarmerOnChain on) {
    Set<Long> there = on.pails().keySet();
    return store.pails(held.farmer(), there).settled().containsAll(there);
  }

  /** Whether it has no account because it had none from the beginning. */
  private boolean isUnborn(Held held, Found found, @Nullable List<Movement> seen) {
    Books.Position position = books.position(held.farmer());
    return position.xlm().isZero()
        && position.custody().isZero()
        && found.plants().isEmpty()
        && (seen == null || seen.isEmpty());
  }

  /**
   * Without an account the farmer was paid out since. Where the account has sent KALE it was paid
   * of what it had earned, or paid out in part; where it has sent more XLM than fees can have
   * taken, paid out in part.
   *
   * @param drained whether no pail is left to harvest, with which nobody is paid out
   */
  private void paidOut(
      Standing before, FarmerOnChain on, long since, List<Movement> seen, boolean drained) {
    Holdings left = on.holdings();
    Set<Hash> booked = earnings.paid(before.farmer());
    List<Movement> sends =
        seen.stream()
            .filter(movement -> movement.kind() == Movements.Kind.SENT)
            .filter(movement -> !booked.contains(movement.transaction()))
            .toList();
    boolean sentXlm = drained && (left == null || shortages.sentXlm(before, left));
    if (sends.isEmpty() && !sentXlm) {
      return;
    }
    Kale rest = left == null || left.kale() == null ? Kale.ZERO : left.kale();
    Kale sent = Movement.sum(sends);
    Kale unbooked = sent.plus(rest).minus(books.position(before.farmer()).custody());
    if (unbooked.isPositive()) {
      books.deposited(before.farmer(), unbooked, on.ledger(), "ledger " + on.ledger());
    }
    if (!unbooked.isNegative()) {
      payoutFound.fire(
          new PayoutFound(
              before.farmer(), on.ledger(), since, sends, unbooked, left, drained, sentXlm));
    }
  }
}

package org.kalepool.lab.simulation;

import io.quarkus.arc.ArcContainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.kalepool.books.Books;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.BooksComparison;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.step.EndlessTasks;
import org.kalepool.lab.step.Stepper;
import org.kalepool.pooler.Pooler;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.work.WorkStatus;

/**
 * The whole pool against the sandbox on one thread: each step closes a ledger, lets the farmers and
 * the faults act and moves the pool on; after every block the invariants are checked.
 */
final class Simulation {
  /**
   * Blocks after which the whole history is looked at, not the latest blocks alone: the first time
   * soon, then seldom, so that a block takes as long after thousands of others as before.
   */
  private static final long LOOK_BACK_FIRST = 100;

  private static final long LOOK_BACK_EVERY = 1_000;

  /** Blocks after which the database is told how large its tables have become. */
  private static final long VACUUM_EVERY = 100;

  /** Plans made for empty tables are bad ones soon. */
  private static final Set<Long> VACUUM_EARLY = Set.of(5L, 15L, 40L);

  /** Ledgers within which books and chain have to agree after a block, with faults on. */
  private static final int LEDGERS_TO_AGREE = 20;

  private static final int CALM_LEDGERS_TO_AGREE = 30;
  private static final int LEDGERS_TO_FINISH = 600;

  /** Long enough for all that is in flight to land or expire. */
  private static final int CALM_LEDGERS = 80;

  /** Ledgers without a new block after which the farm has come to a stop. */
  private static final long LEDGERS_WITHOUT_A_BLOCK = 3_000;

  private final SimulationOptions options;
  private final Sandbox sandbox;
  private final SimulatedDatabase database;
  private final PrintWriter out;
  private final Clock clock;
  private final DifferenceCheck differences;
  private final Pooler pooler;
  private final SimulatedRestore restore;
  private final SimulatedFaults faults;
  private final Optional<SimulatedPooler> second;
  private final SimulatedFarmers farmers;
  private final SimulatedVaults vaults;
  private final VaultCheck vaultCheck;
  private final Invariants invariants;
  private final Fairness fairness;
  private final BooleanSupplier stopped;
  private final BrokenList broken;
  private final LedgerStep ledger;
  private boolean spoiled;
  private long blocks;

  /**
   * @param stopped whether the run is to end before its last block
   */
  Simulation(
      SimulationOptions options,
      Sandbox sandbox,
      ArcContainer beans,
      DemoClient client,
      SimulatedDatabase database,
      PrintWriter out,
      BooleanSupplier stopped)
      throws IOException {
    this.options = options;
    this.sandbox = sandbox;
    this.database = database;
    this.out = out;
    this.stopped = stopped;
    this.clock = bean(beans, Clock.class);
    Books books = bean(beans, Books.class);
    this.pooler = bean(beans, Poolers.class).own();
    this.restore = new SimulatedRestore(database, sandbox, beans);
    this.faults = new SimulatedFaults(options.faults(), sandbox, database, restore, options.seed());
    this.second = SimulatedPooler.of(options, sandbox, client, faults, SimulationSettings.OPERATOR);
    this.farmers =
        new SimulatedFarmers(
            client,
            sandbox,
            database,
            restore,
            new SimulatedFarmers.Choice(pooler.id(), second.map(SimulatedPooler::id)),
            options.farmers(),
            options.splitContract(),
            options.seed());
    this.vaults =
        new SimulatedVaults(
            client, sandbox, database, restore, pooler.id(), options.vaults(), options.seed());
    this.vaultCheck =
        new VaultCheck(books, sandbox, database, vaults, bean(beans, PoolContracts.class));
    this.differences =
        new DifferenceCheck(
            new BooksComparison(bean(beans, DataSource.class), books, sandbox),
            new BalanceCheck(books, sandbox, farmers, pooler, second, database),
            vaultCheck,
            farmers,
            vaults,
            restore);
    this.broken = new BrokenList(options.seed(), out);
    this.ledger =
        new LedgerStep(
            sandbox,
            bean(beans, Stepper.class),
            faults,
            new QuietLedgers(sandbox, database, bean(beans, WorkStatus.class)),
            farmers,
            vaults,
            second,
            broken);
    this.invariants = new Invariants(database, sandbox);
    this.fairness = new Fairness(database, sandbox);
    bean(beans, SimulatedNode.class).attach(sandbox, faults::beforeCall);
  }

  private static <T> T bean(ArcContainer beans, Class<T> type) {
    return beans.select(type).get();
  }

  SimulationReport run() throws SQLException, IOException {
    try {
      return played();
    } finally {
      if (second.isPresent()) {
        second.get().close();
      }
    }
  }

  private SimulationReport played() throws SQLException {
    long started = System.nanoTime();
    sandbox.fund(pooler.wallet(), Xlm.parse("1000"));
    sandbox.giveKale(pooler.wallet(), Kale.parse("100000"));
    vaults.deploy(pooler.wallet());
    usual();
    long difference = 0;
    try {
      play();
      difference = finish();
    } catch (EndlessTasks e) {
      // whatever this process does now, it would go on with that
      String state = Standstill.describe(sandbox, clock.instant(), database);
      broken.note(sandbox.farm().index(), List.of(e.getMessage() + "; " + state));
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    return new SimulationFigures(database)
        .report(
            new SimulationFigures.Run(
                options.seed(),
                blocks,
                ledger.passed(),
                seconds,
                farmers.calls().refused() + vaults.calls().refused(),
                faults.counts(),
                second.map(SimulatedPooler::id),
                second.map(SimulatedPooler::ownFigures).orElse(Map.of()),
                vaults.figures(),
                difference,
                fairness.standing(),
                broken.all()));
  }

  private void play() throws SQLException {
    long index = sandbox.farm().index();
    long opened = ledger.passed();
    while (blocks < options.blocks() && broken.none() && !stopped.getAsBoolean()) {
      ledger.step(true);
      long now = sandbox.farm().index();
      if (now > index) {
        blocks += now - index;
        index = now;
        opened = ledger.passed();
        afterBlock(index);
      } else if (ledger.passed() - opened > LEDGERS_WITHOUT_A_BLOCK) {
        broken.note(
            index, List.of("no block has opened for " + (ledger.passed() - opened) + " ledgers"));
      }
      if (options.spoilAfter() > 0 && blocks >= options.spoilAfter() && !spoiled) {
        spoiled = farmers.giveUntold();
      }
    }
  }

  private void usual() {
    faults.usual();
    second.ifPresent(it -> it.calm(false));
  }

  private void calm() throws SQLException {
    faults.calm();
    second.ifPresent(it -> it.calm(true));
  }

  private void afterBlock(long index) throws SQLException {
    if (faults.price().isPresent() && index > 0) {
      fairness.ended(index - 1, faults.price().getAsDouble());
    }
    if (ledger.hears()) {
      agree();
      invariants.restored(restore.restores());
      broken.note(index, invariants.afterBlock(index, clock.instant(), 0));
      broken.note(index, vaultCheck.broken(false));
    }
    if (blocks == LOOK_BACK_FIRST || blocks % LOOK_BACK_EVERY == 0) {
      broken.note(index, invariants.overAll());
    }
    if (blocks % VACUUM_EVERY == 0 || VACUUM_EARLY.contains(blocks)) {
      database.vacuum();
    }
    if (options.progressEvery() > 0 && blocks % options.progressEvery() == 0) {
      String state = broken.none() ? "good" : "BROKEN";
      out.printf(
          "block %s, ledger %s, farmers %s: %s%n",
          blocks, ledger.passed(), farmers.joined(), state);
      out.flush();
    }
  }

  /** Goes on until every farmer with nothing open agrees; first with faults, then without. */
  private void agree() throws SQLException {
    List<String> apart = differences.apart(differences.look(false), false);
    for (int i = 0; i < LEDGERS_TO_AGREE && !differences.agree(apart) && !faults.silent(); i++) {
      ledger.step(true);
      if (!faults.silent()) {
        apart = differences.apart(differences.look(false), false);
      }
    }
    if (differences.agree(apart) || faults.silent()) {
      differences.forgetThoseWhoLeft();
      return;
    }
    calm();
    for (int i = 0; i < CALM_LEDGERS_TO_AGREE && !differences.agree(apart); i++) {
      ledger.step(false);
      apart = differences.apart(differences.look(false), false);
    }
    broken.note(sandbox.farm().index(), apart);
    differences.forgetThoseWhoLeft();
    usual();
  }

  /** Without faults, until nothing is open and all agrees; then everything is looked at. */
  private long finish() throws SQLException {
    calm();
    farmers.openPayoutWallets();
    vaults.takeEverythingOut();
    List<BooksComparison.Difference> last = differences.look(false);
    List<String> apart = differences.apart(last, true);
    int calm = 0;
    while (calm < LEDGERS_TO_FINISH
        && (calm < CALM_LEDGERS || !apart.isEmpty() || !vaultCheck.bondIsBooked())) {
      ledger.step(false);
      if (calm == LEDGERS_TO_AGREE) {
        vaults.takeEverythingOut(); // of whom something was on its way the first time
      }
      if (++calm >= CALM_LEDGERS) {
        last = differences.look(false);
        apart = differences.apart(last, true);
      }
    }
    last = differences.look(true);
    invariants.restored(restore.restores());
    long index = sandbox.farm().index();
    broken.note(index, differences.apart(last, true));
    broken.note(index, invariants.afterBlock(index, clock.instant(), 0));
    broken.note(index, vaultCheck.broken(true));
    broken.note(index, invariants.overAll());
    broken.note(index, fairness.unfair());
    return last.stream().mapToLong(BooksComparison.Difference::size).sum();
  }
}

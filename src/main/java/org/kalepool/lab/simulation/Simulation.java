package org.kalepool.lab.simulation;

import io.quarkus.arc.ArcContainer;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
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

  /** How often one task may run in one ledger; with many farmers lanes and events are many. */
  private static final int MOST_RUNS = 2_000;

  /** Ledgers without a new block after which the farm has come to a stop. */
  private static final long LEDGERS_WITHOUT_A_BLOCK = 3_000;

  private final Options options;
  private final Sandbox sandbox;
  private final SimulatedDatabase database;
  private final PrintWriter out;
  private final Stepper stepper;
  private final Clock clock;
  private final BooksComparison comparison;
  private final BalanceCheck balanceCheck;
  private final Pooler pooler;
  private final SimulatedRestore restore;
  private final SimulatedFaults faults;
  private final Optional<SimulatedPooler> second;
  private final SimulatedFarmers farmers;
  private final SimulatedVaults vaults;
  private final VaultCheck vaultCheck;
  private final Invariants invariants;
  private final Fairness fairness;
  private final QuietLedgers quiet;
  private final BooleanSupplier stopped;
  private final List<String> broken = new ArrayList<>();
  private boolean spoiled;
  private long blocks;
  private long ledgers;
  private long silentSeconds;
  private long unseenSeconds;

  /**
   * What a simulation is made of.
   *
   * @param ownSending whether there is a second pooler that sends its works itself
   * @param splitContract whether payouts are by the split contract
   * @param vaults how many farmers with vaults there are at a time, beside the others
   * @param spoilAfter blocks after which a farmer gets what nobody knows of, 0 for never
   */
  record Options(
      long seed,
      long blocks,
      int farmers,
      Set<SimulatedFault> faults,
      boolean ownSending,
      boolean splitContract,
      int vaults,
      long progressEvery,
      long spoilAfter) {}

  /**
   * @param stopped whether the run is to end before its last block
   */
  Simulation(
      Options options,
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
    this.stepper = bean(beans, Stepper.class);
    this.clock = bean(beans, Clock.class);
    Books books = bean(beans, Books.class);
    this.comparison = new BooksComparison(bean(beans, DataSource.class), books, sandbox);
    this.pooler = bean(beans, Poolers.class).own();
    this.quiet = new QuietLedgers(sandbox, database, bean(beans, WorkStatus.class));
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
    this.balanceCheck = new BalanceCheck(books, sandbox, farmers, pooler, second, database);
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
      note(sandbox.farm().index(), List.of(e.getMessage() + "; " + state));
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    return new SimulationFigures(database)
        .report(
            new SimulationFigures.Run(
                options.seed(),
                blocks,
                ledgers,
                seconds,
                farmers.calls().refused() + vaults.calls().refused(),
                faults.counts(),
                second.map(SimulatedPooler::id),
                second.map(SimulatedPooler::ownFigures).orElse(Map.of()),
                vaults.figures(),
                difference,
                fairness.standing(),
                broken));
  }

  private void play() throws SQLException {
    long index = sandbox.farm().index();
    long opened = ledgers;
    while (blocks < options.blocks() && broken.isEmpty() && !stopped.getAsBoolean()) {
      step(true);
      long now = sandbox.farm().index();
      if (now > index) {
        blocks += now - index;
        index = now;
        opened = ledgers;
        afterBlock(index);
      } else if (ledgers - opened > LEDGERS_WITHOUT_A_BLOCK) {
        note(index, List.of("no block has opened for " + (ledgers - opened) + " ledgers"));
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

  /** One ledger, and all that follows from it. */
  private void step(boolean farmersAct) throws SQLException {
    long before = sandbox.now();
    sandbox.closeLedger();
    ledgers++;
    boolean forgets = vaults.mayForget() && faults.forgets();
    if (forgets) {
      sandbox.closeLedger();
      ledgers++;
      sandbox.forgetHistory();
      vaults.forgotten();
    }
    if (farmersAct) {
      farmers.act();
      vaults.act();
      if (faults.takeExits()) {
        farmers.leaveTogether();
        vaults.leaveTogether();
      }
      note(sandbox.farm().index(), farmers.calls().takeFailures());
      note(sandbox.farm().index(), vaults.calls().takeFailures());
    }
    second.ifPresent(SimulatedPooler::act);
    note(sandbox.farm().index(), second.map(SimulatedPooler::takeFailures).orElse(List.of()));
    unseenSeconds += sandbox.now() - before;
    long asked = farmers.calls().made() + vaults.calls().made();
    if (quiet.looks(asked + second.map(SimulatedPooler::asked).orElse(0L))) {
      Duration unseen = Duration.ofSeconds(unseenSeconds);
      unseenSeconds = 0;
      stepper.pass(unseen, MOST_RUNS);
    }
    faults.ledgerClosed();
    silentSeconds =
        faults.silent() ? Math.max(0, silentSeconds) + 6 : Math.max(0, silentSeconds - 6);
  }

  private void afterBlock(long index) throws SQLException {
    if (faults.price().isPresent() && index > 0) {
      fairness.ended(index - 1, faults.price().getAsDouble());
    }
    if (silentSeconds == 0) {
      agree();
      invariants.restored(restore.restores());
      note(index, invariants.afterBlock(index, clock.instant(), 0));
      note(index, vaultCheck.broken(false));
    }
    if (blocks == LOOK_BACK_FIRST || blocks % LOOK_BACK_EVERY == 0) {
      note(index, invariants.overAll());
    }
    if (blocks % VACUUM_EVERY == 0 || VACUUM_EARLY.contains(blocks)) {
      database.vacuum();
    }
    if (options.progressEvery() > 0 && blocks % options.progressEvery() == 0) {
      out.println(
          "block "
              + blocks
              + ", ledger "
              + ledgers
              + ", farmers "
              + farmers.joined()
              + ": "
              + (broken.isEmpty() ? "good" : "BROKEN"));
      out.flush();
    }
  }

  private void note(long index, List<String> found) {
    for (String each : found) {
      String line = "seed " + options.seed() + ", block " + index + ": " + each;
      if (!broken.contains(line) && broken.size() < 50) {
        broken.add(line);
        out.println(line);
        out.flush();
      }
    }
  }

  /** Goes on until every farmer with nothing open agrees; first with faults, then without. */
  private void agree() throws SQLException {
    List<String> apart = apart(look(false), false);
    for (int i = 0; i < LEDGERS_TO_AGREE && !agrees(apart) && !faults.silent(); i++) {
      step(true);
      if (!faults.silent()) {
        apart = apart(look(false), false);
      }
    }
    if (agrees(apart) || faults.silent()) {
      forgetThoseWhoLeft();
      return;
    }
    calm();
    for (int i = 0; i < CALM_LEDGERS_TO_AGREE && !agrees(apart); i++) {
      step(false);
      apart = apart(look(false), false);
    }
    note(sandbox.farm().index(), apart);
    forgetThoseWhoLeft();
    usual();
  }

  private List<String> apart(List<BooksComparison.Difference> differences, boolean end)
      throws SQLException {
    List<String> apart = new ArrayList<>(balanceCheck.apart(differences, end));
    apart.addAll(vaultCheck.apart(differences));
    return apart;
  }

  private void forgetThoseWhoLeft() {
    farmers.forget(balanceCheck.paidOut());
    vaults.forget(vaultCheck.done());
  }

  /** Nobody is apart, and nobody waits to be looked at after a restore. */
  private boolean agrees(List<String> apart) throws SQLException {
    return apart.isEmpty() && !restore.recovering();
  }

  /**
   * The differences, of the departed too if they are not known to be paid; a cut that hits this
   * look is met by looking again.
   */
  private List<BooksComparison.Difference> look(boolean all) throws SQLException {
    for (int tries = 0; ; tries++) {
      try {
        return all
            ? comparison.differences()
            : comparison.differences(
                Stream.concat(
                        SimulatedFarmers.ids(farmers.present()).stream(),
                        vaults.presentIds().stream())
                    .toList());
      } catch (SQLException | PersistenceException e) {
        if (tries > 20) {
          throw e;
        }
      }
    }
  }

  /** Without faults, until nothing is open and all agrees; then everything is looked at. */
  private long finish() throws SQLException {
    calm();
    farmers.openPayoutWallets();
    vaults.takeEverythingOut();
    List<BooksComparison.Difference> last = look(false);
    List<String> apart = apart(last, true);
    int calm = 0;
    while (calm < LEDGERS_TO_FINISH
        && (calm < CALM_LEDGERS || !apart.isEmpty() || !vaultCheck.bondIsBooked())) {
      step(false);
      if (calm == LEDGERS_TO_AGREE) {
        vaults.takeEverythingOut(); // of whom something was on its way the first time
      }
      if (++calm >= CALM_LEDGERS) {
        last = look(false);
        apart = apart(last, true);
      }
    }
    last = look(true);
    invariants.restored(restore.restores());
    long index = sandbox.farm().index();
    note(index, apart(last, true));
    note(index, invariants.afterBlock(index, clock.instant(), 0));
    note(index, vaultCheck.broken(true));
    note(index, invariants.overAll());
    note(index, fairness.unfair());
    return last.stream().mapToLong(BooksComparison.Difference::size).sum();
  }
}

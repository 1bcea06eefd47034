package org.kalepool.lab.demo;

import io.quarkus.arc.ArcContainer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks;
import org.kalepool.books.Books;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.serve.EmbeddedNetwork;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.BooksComparison;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.LabContracts;
import org.kalepool.lab.demo.DemoFarmers.Choice;
import org.kalepool.lab.demo.DemoFarmers.DemoFarmer;
import org.kalepool.pooler.Pooler;
import org.kalepool.pooler.Poolers;
import org.kalepool.work.WorkStatus;

/**
 * One demo: farmers join, blocks are farmed, one farmer leaves, the books are held to the chain.
 */
final class DemoRun {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final DemoClient client;
  private final EmbeddedNetwork network;
  private final Path folder;
  private final PrintWriter out;
  private final DataSource database;
  private final Books books;
  private final Blocks blocks;
  private final Pooler pooler;
  private final ReportReader reader;
  private final WorkStatus work;
  private final DemoPlace place;

  DemoRun(
      DemoClient client,
      EmbeddedNetwork network,
      ArcContainer beans,
      Path folder,
      PrintWriter out) {
    this.client = client;
    this.network = network;
    this.folder = folder;
    this.out = out;
    this.database = bean(beans, DataSource.class);
    this.books = bean(beans, Books.class);
    this.blocks = bean(beans, Blocks.class);
    this.pooler = bean(beans, Poolers.class).own();
    this.reader = new ReportReader(database, books);
    this.work = bean(beans, WorkStatus.class);
    this.place = new DemoPlace(folder, blocks, out);
  }

  private static <T> T bean(ArcContainer beans, Class<T> type) {
    return beans.select(type).get();
  }

  RunReport farm(int farmers, int count, long seed) throws SQLException {
    prepare();
    Choice own = new Choice(pooler.id().toString(), "");
    DemoFarmers joining =
        new DemoFarmers(
            client, network.sandbox(), seed, number -> own, number -> number == 1 || number == 3);
    List<DemoFarmer> all = join(joining, farmers);
    out.println(all.size() + " farmers are active with pooler " + pooler.name());
    DemoPlace.Target target = place.target(count);
    DemoFarmer leaver = all.get(all.size() - 1);
    DemoFarmer owner = farmers > 4 ? all.get(3) : leaver;
    DemoProgress progress = new DemoProgress(work, reader, null, out);
    farmTo(
        target,
        progress,
        now ->
            farmers == 1
                || leaves(
                    target,
                    now,
                    () -> {
                      leave(joining, leaver);
                      if (!owner.equals(leaver)) {
                        out.println("the owner of a vault stops it, and asks nobody");
                        joining.stopVault(owner);
                      }
                    }));
    if (farmers > 1) {
      await("the departure", () -> joining.hasLeft(leaver));
      await("the owner's departure", () -> joining.hasLeft(owner));
      if (!owner.equals(leaver)) {
        joining.emptyVault(owner);
        await("the withdrawal", () -> isEmpty(owner));
      }
    }
    return end(target, null);
  }

  /** Who has a vault can leave by the pool, too; the KALE stays where it is until it is taken. */
  private void leave(DemoFarmers joining, DemoFarmer leaver) {
    joining.leave(leaver);
    out.println("a farmer asks to leave");
  }

  private boolean isEmpty(DemoFarmer farmer) {
    return network.sandbox().kale(farmer.custodial()).filter(Kale::isPositive).isEmpty();
  }

  private boolean leaves(DemoPlace.Target target, Blocks.Current now, Runnable leave) {
    if (now.index() < target.middle()) {
      return false;
    }
    leave.run();
    return true;
  }

  /**
   * The same with a second pooler, to which every other farmer goes, and which leaves in the
   * middle.
   *
   * @param operator the operator's key
   * @param machine settings of the second pooler's machine
   */
  RunReport farmWithAway(
      String operator, Map<String, String> machine, int farmers, int count, long seed)
      throws SQLException {
    try (AwayPooler away =
        AwayPooler.start(client, operator, network.sandbox(), folder, machine, out)) {
      away.comeBack();
      fund();
      // no ledger closes before: a machine takes longer to start than a block of the demo lasts
      await("the machine's first sign of life", away::isReady);
      prepare();
      Choice own = new Choice(pooler.id().toString(), "");
      Choice other = new Choice(away.id().toString(), "-" + AwayPooler.NAME);
      DemoFarmers joining =
          new DemoFarmers(
              client,
              network.sandbox(),
              seed,
              number -> number % 2 == 0 ? own : other,
              number -> false);
      List<DemoFarmer> all = join(joining, farmers);
      List<DemoFarmer> with = new ArrayList<>();
      for (int i = 1; i < all.size(); i += 2) {
        with.add(all.get(i));
      }
      out.printf(
          "%d farmers have joined pooler %s, %d pooler %s%n",
          all.size() - with.size(), pooler.name(), with.size(), AwayPooler.NAME);
      DemoPlace.Target target = place.target(count);
      PoolersReader poolers = new PoolersReader(database, network.sandbox());
      DemoProgress progress = new DemoProgress(work, reader, poolers, out);
      List<DemoFarmer> leavers = new ArrayList<>();
      farmTo(
          target,
          progress,
          now -> {
            if (leavers.isEmpty() && poolers.mayLeave(away.id(), target, now.index())) {
              leavers.addAll(away.leave(joining, with, pooler.id().toString()));
            }
            if (!leavers.isEmpty() && (poolers.isDone(away.id(), now.index()) || !away.running())) {
              away.stop();
              return true;
            }
            return false;
          });
      await(
          "the departure",
          () -> leavers.stream().allMatch(it -> joining.state(it).equals("DEPARTED")));
      return end(target, poolers);
    }
  }

  private void fund() {
    network.prepare(pooler.wallet(), Xlm.parse("1000"), Kale.parse("100000"));
    LabContracts.pool(network.sandbox(), pooler.wallet());
  }

  private void prepare() {
    fund();
    network.run();
    await("the first block", () -> blocks.current().isPresent());
  }

  private List<DemoFarmer> join(DemoFarmers joining, int farmers) {
    List<DemoFarmer> all = joining.join(farmers);
    await("the deposits into vaults", () -> all.stream().allMatch(joining::fillVault));
    await("the farmers' trustlines", () -> all.stream().noneMatch(f -> waits(joining.state(f))));
    for (DemoFarmer farmer : all) {
      joining.depositKale(farmer, books.position(farmer.id()).deposited().isPositive());
    }
    return all;
  }

  private RunReport end(DemoPlace.Target target, @Nullable PoolersReader poolers)
      throws SQLException {
    long difference = agree(poolers);
    place.finish();
    return new RunReport(
        reader.blocks(target.first() - 1, target.last()),
        reader.farmers(),
        poolers == null ? List.of() : poolers.poolers(),
        reader.rates(target.first(), target.last()),
        difference == 0,
        difference);
  }

  private static boolean waits(String state) {
    return state.equals("REGISTERED") || state.equals("FUNDED");
  }

  /** What is done in the middle, some of it once a while: whether that is over. */
  private interface Middle {
    boolean act(Blocks.Current now) throws SQLException;
  }

  /** Watches until the last block has closed and been harvested as far as it was due. */
  private void farmTo(DemoPlace.Target target, DemoProgress progress, Middle middle)
      throws SQLException {
    boolean over = false;
    while (true) {
      Optional<Blocks.Current> now = blocks.current();
      if (now.isPresent()) {
        progress.show(target.first(), now.get());
        over = over || middle.act(now.get());
        if (now.get().index() > target.last() && progress.settled(target.last()) && over) {
          return;
        }
      }
      pause();
    }
  }

  /** Waits for a moment without open transactions, and gives what then differs, in stroops. */
  private long agree(@Nullable PoolersReader poolers) throws SQLException {
    BooksComparison comparison = new BooksComparison(database, books, network.sandbox());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long difference = Long.MAX_VALUE;
    while (System.nanoTime() < deadline) {
      difference =
          comparison.differences().stream().mapToLong(BooksComparison.Difference::size).sum();
      if (poolers != null) {
        difference += poolers.poolers().stream().mapToLong(RunReport.PoolerLine::difference).sum();
      }
      if (difference == 0) {
        return 0;
      }
      pause();
    }
    for (BooksComparison.Difference each : comparison.differences()) {
      if (each.size() != 0) {
        out.println(
            "farmer "
                + each.farmer()
                + ": chain less books is KALE "
                + Kale.ofStroops(each.kale())
                + ", staked "
                + Kale.ofStroops(each.staked())
                + ", XLM "
                + Xlm.ofStroops(each.xlm()));
      }
    }
    return difference;
  }

  private void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new CommandException("waited two minutes in vain for " + what);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted");
    }
  }
}

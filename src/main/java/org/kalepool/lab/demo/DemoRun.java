package org.kalepool.lab.demo;

import io.quarkus.arc.ArcContainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.kalepool.block.Blocks;
import org.kalepool.books.Books;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.serve.EmbeddedNetwork;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.BooksComparison;
import org.kalepool.lab.DemoClient;
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
  private final DemoProgress progress;

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
    this.progress = new DemoProgress(bean(beans, WorkStatus.class), reader, out);
  }

  private static <T> T bean(ArcContainer beans, Class<T> type) {
    return beans.select(type).get();
  }

  RunReport farm(int farmers, int count, long seed) throws SQLException {
    network.prepare(pooler.wallet(), Xlm.parse("1000"), Kale.parse("100000"));
    await("the first block", () -> blocks.current().isPresent());
    DemoFarmers joining = new DemoFarmers(client, network.sandbox(), pooler.id().toString(), seed);
    List<DemoFarmers.DemoFarmer> all = joining.join(farmers);
    await("the farmers' trustlines", () -> all.stream().noneMatch(f -> waits(joining.state(f))));
    for (DemoFarmers.DemoFarmer farmer : all) {
      joining.depositKale(farmer, books.position(farmer.id()).deposited().isPositive());
    }
    out.println(all.size() + " farmers are active with pooler " + pooler.name());
    Target target = target(count);
    DemoFarmers.DemoFarmer leaver = all.get(all.size() - 1);
    farmTo(target, () -> joining.leave(leaver), farmers > 1);
    if (farmers > 1) {
      await("the departure", () -> joining.state(leaver).equals("DEPARTED"));
    }
    long difference = agree();
    finish();
    return new RunReport(
        reader.blocks(target.first() - 1, target.last()),
        reader.farmers(),
        reader.rates(target.first(), target.last()),
        difference == 0,
        difference);
  }

  private static boolean waits(String state) {
    return state.equals("REGISTERED") || state.equals("FUNDED");
  }

  /** Watches until the last block has closed and been harvested as far as it was due. */
  private void farmTo(Target target, Runnable leave, boolean somebodyLeaves) throws SQLException {
    long middle = (target.first() + target.last()) / 2;
    boolean asked = !somebodyLeaves;
    while (true) {
      Optional<Blocks.Current> now = blocks.current();
      if (now.isPresent()) {
        progress.show(target.first(), now.get());
        if (!asked && now.get().index() >= middle) {
          leave.run();
          asked = true;
          out.println("a farmer asks to leave");
        }
        if (now.get().index() > target.last() && progress.settled(target.last())) {
          return;
        }
      }
      pause();
    }
  }

  /** The blocks this run is about: those of a killed run, or the next ones. */
  record Target(long first, long last) {}

  private Target target(int count) {
    Path file = folder.resolve("demo-blocks");
    try {
      if (Files.exists(file)) {
        String[] parts = Files.readString(file).strip().split(" ", -1);
        Target kept = new Target(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        out.println("going on with blocks " + kept.first() + " to " + kept.last());
        return kept;
      }
      long first = blocks.current().orElseThrow().index() + 1;
      Target fresh = new Target(first, first + count - 1);
      Path written = folder.resolve("demo-blocks.new");
      Files.writeString(written, fresh.first() + " " + fresh.last() + "\n");
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
      return fresh;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the demo's place in " + file, e);
    }
  }

  private void finish() {
    try {
      Files.deleteIfExists(folder.resolve("demo-blocks"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot end the demo in " + folder, e);
    }
  }

  /** Waits for a moment without open transactions, and gives what then differs, in stroops. */
  private long agree() throws SQLException {
    BooksComparison comparison = new BooksComparison(database, books, network.sandbox());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long difference = Long.MAX_VALUE;
    while (System.nanoTime() < deadline) {
      difference =
          comparison.differences().stream().mapToLong(BooksComparison.Difference::size).sum();
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

package org.kalepool.lab.load;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.postgres.EmbeddedDatabase;
import org.kalepool.cli.serve.EmbeddedNetwork;
import org.kalepool.cli.serve.EmbeddedServices;
import org.kalepool.kale.Address;
import org.kalepool.kale.GameRules;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.BooksComparison;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.LabContracts;
import org.kalepool.lab.load.LoadFarmers.LoadFarmer;
import org.kalepool.lab.sandbox.LedgerUse;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.sandbox.Traffic;

/** One load run: everybody joins, so many blocks are farmed and measured, the books are held up. */
final class LoadRun {
  /** A ledger a second while the farmers join, unless the run is faster. */
  private static final Duration JOINING = Duration.ofSeconds(1);

  /** Long enough for some ledgers, and every sweep that comes each minute has come at the start. */
  private static final Duration RESTING = Duration.ofSeconds(20);

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** The pool looks at its contract once a minute, and may have done so before it was made. */
  private static final Duration CONTRACT_SEEN = Duration.ofSeconds(65);

  /** What the contracts and the onboarding of one more farmer may take. */
  private static final Duration EACH_JOINING = Duration.ofMillis(500);

  private static final Duration SETTLING = Duration.ofMinutes(1);
  private static final long MIDDLE = GameRules.BLOCK_INTERVAL_SECONDS / 2;

  private final PoolChild pool;
  private final DemoClient client;
  private final EmbeddedServices services;
  private final Sandbox sandbox;
  private final LoadReader reader;
  private final LoadMeter meter;
  private final LoadTable table;
  private final PrintWriter out;
  private final LedgerPacer pacer;

  LoadRun(PoolChild pool, DemoClient client, EmbeddedServices services, PrintWriter out)
      throws SQLException {
    this.pool = pool;
    this.client = client;
    this.services = services;
    this.sandbox = services.network().orElseThrow().sandbox();
    EmbeddedDatabase database = services.database().orElseThrow();
    this.reader = LoadReader.open(database.dataSource());
    this.meter = new LoadMeter(pool, database);
    this.table = new LoadTable(out);
    this.out = out;
    this.pacer = new LedgerPacer(sandbox);
  }

  /** What is asked of a run. */
  record Options(
      int farmers,
      int blocks,
      double speed,
      double requests,
      int heap,
      int threads,
      long seed,
      boolean vaults) {
    Duration ledger(Sandbox sandbox) {
      return Duration.ofNanos((long) (sandbox.config().ledgerSeconds() / speed * 1e9));
    }
  }

  /** What a pool without farmers asks in an hour of the network's time. */
  private record IdleUse(LoadReport.NodeUse node, LoadReport.@Nullable DatabaseUse database) {}

  LoadReport run(Options options) throws SQLException {
    try (reader;
        meter;
        pacer) {
      IdleUse atRest = rest(options);
      long start = System.nanoTime();
      List<LoadFarmer> farmers = join(options);
      double joined = (System.nanoTime() - start) / 1e9;
      out.printf("%d farmers are active after %.0f s%n", farmers.size(), joined);
      out.flush();
      pacer.every(options.ledger(sandbox));
      long first = sandbox.farm().index() + 1;
      List<LoadReport.BlockLine> lines;
      try (ApiLoad api =
          new ApiLoad(
              client,
              farmers,
              options.requests(),
              options.seed(),
              () -> Math.max(0, sandbox.farm().index() - 1))) {
        lines = farm(first, first + options.blocks() - 1, options.farmers(), api);
        pacer.stop();
        return report(options, joined, lines, atRest, api);
      }
    }
  }

  private IdleUse rest(Options options) throws SQLException {
    EmbeddedNetwork network = services.network().orElseThrow();
    Address wallet = Address.of(reader.poolersWallet());
    // what a vault costs to make is the pool's
    Xlm purse = Xlm.parse("1000").plus(Xlm.parse("0.2").times(options.farmers()));
    network.prepare(wallet, purse, Kale.parse("100000"));
    if (options.vaults()) {
      LabContracts.pool(sandbox, wallet);
    }
    pacer.every(options.ledger(sandbox));
    // what is read once a day is read when the network is first seen
    Duration settling = options.vaults() ? CONTRACT_SEEN : RESTING.dividedBy(2);
    long seen = System.nanoTime() + settling.toNanos();
    while (System.nanoTime() < seen) {
      patient(Long.MAX_VALUE, "");
    }
    long start = System.nanoTime();
    Traffic before = sandbox.traffic();
    LoadMeter.Used used = meter.used();
    while (System.nanoTime() - start < RESTING.toNanos()) {
      patient(Long.MAX_VALUE, "");
    }
    Traffic taken = sandbox.traffic().since(before);
    double hours = (System.nanoTime() - start) / 3.6e12 * options.speed();
    return new IdleUse(
        new LoadReport.NodeUse(taken.requests() / hours, taken.bytes() / hours),
        LoadStatements.Count.use(used.asked(), meter.used().asked(), hours));
  }

  private List<LoadFarmer> join(Options options) throws SQLException {
    Duration ledger = options.ledger(sandbox);
    Duration pace = ledger.compareTo(JOINING) < 0 ? ledger : JOINING;
    pacer.every(pace);
    LoadFarmers joining = new LoadFarmers(client, sandbox, options.vaults());
    List<LoadFarmer> farmers = joining.join(options.farmers());
    long deadline =
        System.nanoTime() + PATIENCE.plus(EACH_JOINING.multipliedBy(options.farmers())).toNanos();
    while (!joining.deposit(farmers)
        || reader.states().getOrDefault("ACTIVE", 0) < options.farmers()) {
      patient(deadline, "the farmers' trustlines, now " + reader.states());
    }
    if (options.vaults()) {
      // those that are made already are farmed from: what they have left to do they do in real time
      pacer.every(ledger);
    }
    // The rest of this block is not measured; most of it need not be waited for.
    long next = sandbox.farm().index() + 1;
    while (sandbox.farm().index() < next
        && age() < GameRules.BLOCK_INTERVAL_SECONDS - 6L * sandbox.config().ledgerSeconds()) {
      patient(deadline, "the running block's end");
    }
    return farmers;
  }

  private long age() {
    return sandbox.now() - sandbox.farm().observed().timestamp();
  }

  private void patient(long deadline, String what) {
    pacer.check();
    if (!pool.alive()) {
      throw new CommandException("the pool's JVM has ended");
    }
    if (System.nanoTime() > deadline) {
      throw new CommandException("waited in vain for " + what);
    }
    pause();
  }

  /** Watches until the last block has been harvested, or the one after it is over. */
  private List<LoadReport.BlockLine> farm(long first, long last, int farmers, ApiLoad api)
      throws SQLException {
    Deque<LoadMark> open = new ArrayDeque<>();
    List<LoadReport.BlockLine> lines = new ArrayList<>();
    table.head();
    long seen = first - 1;
    while (lines.size() < last - first + 1) {
      patient(Long.MAX_VALUE, "");
      long now = sandbox.farm().index();
      if (now > seen) {
        seen = now;
        open.addLast(new LoadMark(now, meter.used(), api.all().count(), sandbox.traffic()));
      }
      LoadMark newest = open.peekLast();
      if (newest != null && !newest.measured && age() >= MIDDLE) {
        newest.measured = true;
        newest.heap = meter.liveHeap();
        newest.hashRate =
            client.call("GET", "/api/v1/stats", null, null).path("hash_rate").asDouble() / 1e6;
      }
      LoadMark oldest = open.peekFirst();
      if (oldest != null && open.size() > 1 && over(oldest.block, now)) {
        open.removeFirst();
        LoadReport.BlockLine line = line(oldest, open.getFirst(), farmers, api);
        table.line(line);
        lines.add(line);
      }
    }
    return lines;
  }

  /**
   * What a farmer's block costs, of those blocks that are harvested as well; of several without the
   * first, in which a vault's first plant writes what no later one does.
   */
  private LoadFees fees(List<LoadReport.BlockLine> all, boolean vaults) throws SQLException {
    return fees(vaults && all.size() > 1 ? all.subList(1, all.size()) : all);
  }

  private LoadFees fees(List<LoadReport.BlockLine> lines) throws SQLException {
    Map<String, LoadFees.Deeds> all = new TreeMap<>();
    int pails = 0;
    for (LoadReport.BlockLine line : lines) {
      if (line.harvested() == line.planted() && line.planted() > 0) {
        pails += line.planted();
        for (LoadFees.Deeds deeds : reader.fees(line.index(), line.index())) {
          all.merge(
              deeds.action() + deeds.together(),
              deeds,
              (one, more) ->
                  new LoadFees.Deeds(
                      one.action(),
                      one.together(),
                      one.count() + more.count(),
                      one.fees() + more.fees()));
        }
      }
    }
    Map<String, Double> alone =
        reader.fees(0, Long.MAX_VALUE).stream()
            .filter(deeds -> !deeds.together())
            .collect(Collectors.toMap(LoadFees.Deeds::action, LoadFees.Deeds::each));
    LoadFees fees = new LoadFees(pails, List.copyOf(all.values()), alone);
    out.println(fees.words());
    out.flush();
    return fees;
  }

  private boolean over(long block, long now) throws SQLException {
    return now > block + 1 || (now > block && reader.settled(block));
  }

  private LoadReport.BlockLine line(LoadMark from, LoadMark to, int farmers, ApiLoad api)
      throws SQLException {
    Traffic node = to.node.since(from.node);
    LoadReader.Farmed farmed = reader.block(from.block);
    long ledgers = Math.max(farmed.lastLedger() - farmed.firstLedger() + 1, 0);
    return new LoadReport.BlockLine(
        from.block,
        farmed.planted(),
        farmed.worked(),
        farmed.harvested(),
        (int) ledgers,
        fewest(farmed),
        farmed.after(farmed.opened(), "PLANT"),
        farmed.after(farmed.opened(), "WORK"),
        farmed.after(farmed.nextOpened(), "HARVEST"),
        farmed.failures(),
        api.all().summary(from.requests, to.requests),
        from.hashRate,
        from.heap,
        new LoadReport.NodeUse((double) node.requests() / farmers, (double) node.bytes() / farmers),
        LoadStatements.Count.use(from.used.asked(), to.used.asked(), farmers),
        LoadMeter.Used.cores(from.used, to.used, from.used.pool(), to.used.pool()),
        LoadMeter.Used.cores(from.used, to.used, from.used.database(), to.used.database()),
        LoadMeter.Used.cores(from.used, to.used, from.used.rest(), to.used.rest()),
        ledgers(from.block));
  }

  private List<LoadReport.Ledgers> ledgers(long block) throws SQLException {
    Map<String, Set<Long>> landed = reader.ledgers(block);
    long first =
        landed.values().stream().flatMap(Set::stream).min(Long::compare).orElse(Long.MAX_VALUE);
    Map<Long, LedgerUse> uses =
        first == Long.MAX_VALUE
            ? Map.of()
            : sandbox.use(first).stream()
                .collect(Collectors.toMap(LedgerUse::ledger, Function.identity()));
    Map<String, LoadCarried> carried = reader.carried(block);
    List<LoadReport.Ledgers> lines = new ArrayList<>();
    landed.forEach(
        (action, in) ->
            lines.add(
                new LoadReport.Ledgers(
                    action,
                    in.size(),
                    full(in.stream().map(uses::get).filter(Objects::nonNull)),
                    carried.getOrDefault(action, LoadCarried.NOTHING))));
    return lines;
  }

  /** Ledgers that would hold all that was in those in which the block was planted. */
  private int fewest(LoadReader.Farmed farmed) {
    return full(
        sandbox.use(farmed.firstLedger()).stream()
            .filter(use -> use.ledger() <= farmed.lastLedger()));
  }

  private int full(Stream<LedgerUse> uses) {
    double full =
        uses.reduce(LedgerUse::plus).map(use -> use.share(sandbox.config().limits())).orElse(0.0);
    return (int) Math.ceil(full - 1e-9);
  }

  private LoadReport report(
      Options options, double joined, List<LoadReport.BlockLine> lines, IdleUse atRest, ApiLoad api)
      throws SQLException {
    Double slope = LoadGoals.heapPerBlock(lines);
    long difference = agree();
    LoadReport report =
        new LoadReport(
            options.speed(),
            options.farmers(),
            joined,
            options.heap(),
            options.threads(),
            lines,
            api.all().summary(0, api.all().count()),
            api.failures(),
            api.firstFailure(),
            api.byRoute(),
            slope,
            meter.largestProcess(),
            atRest.node(),
            atRest.database(),
            difference,
            fees(lines, options.vaults()),
            options.vaults(),
            List.of());
    return report.with(LoadGoals.of(report));
  }

  /** With no more ledgers, waits until the pool has booked what landed; what then differs. */
  private long agree() throws SQLException {
    long deadline = System.nanoTime() + SETTLING.toNanos();
    long difference = Long.MAX_VALUE;
    while (difference != 0 && System.nanoTime() < deadline) {
      Map<UUID, BooksComparison.Booked> booked = reader.booked();
      BooksComparison comparison =
          new BooksComparison(
              services.database().orElseThrow().dataSource(),
              farmer -> booked.getOrDefault(farmer, BooksComparison.Booked.NOTHING),
              sandbox);
      difference =
          comparison.differences().stream().mapToLong(BooksComparison.Difference::size).sum();
      pause();
    }
    return difference;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted");
    }
  }
}

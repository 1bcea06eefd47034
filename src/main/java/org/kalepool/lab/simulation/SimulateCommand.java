package org.kalepool.lab.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.quarkus.arc.Arc;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.TemporaryFolder;
import org.kalepool.cli.serve.PoolProcess;
import org.kalepool.cli.settings.DatabaseSettings;
import org.kalepool.cli.settings.PostgresLogin;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.sandbox.SandboxConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pool simulate}: thousands of blocks with everything going wrong, again by its seed. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Run the whole pool on a stepped clock against the embedded network, with faults, and hold"
          + " it to its invariants after every block.",
      "The same seed gives the same run. Exit code 1 on any difference or broken invariant; a run"
          + " that is interrupted sums up what it has seen and ends with 130 or 143."
    })
public final class SimulateCommand implements Callable<Integer> {
  /** What one ledger may take at most; a look at the whole history is no ledger's work. */
  private static final Duration LONGEST_LEDGER = Duration.ofMinutes(10);

  private static final long SEEDS_FOR_BATCHES = 3;

  /** Of five seeds the one that has farmers with vaults. */
  private static final int SEED_FOR_VAULTS = 4;

  @Option(
      names = "--blocks",
      defaultValue = "100",
      description = "how many blocks (default: ${DEFAULT-VALUE})")
  private long blocks;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "seed of all chance (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--seeds",
      defaultValue = "0",
      description =
          "instead of one seed, play so many, each in a process of its own, and tell which fail;"
              + " 0 for one (default: ${DEFAULT-VALUE})")
  private long seeds;

  @Option(
      names = "--first-seed",
      description = "with --seeds: the first, the others follow it (default: drawn, and printed)")
  private @Nullable Long firstSeed;

  @Option(
      names = "--jobs",
      defaultValue = "1",
      description = "with --seeds: processes at a time (default: ${DEFAULT-VALUE})")
  private int jobs;

  @Option(names = "--database", hidden = true, description = "an empty database's JDBC URL")
  private @Nullable String database;

  @Option(
      names = "--faults",
      defaultValue = "all",
      description =
          "all, none, or names separated by commas; poolers is all that goes wrong with a second"
              + " pooler on a machine of its own, which every other seed then has (default:"
              + " ${DEFAULT-VALUE})")
  private String faults = "all";

  @Option(
      names = "--own-sending",
      description =
          "have a second pooler in any case, whose machine sends its works itself, from accounts of"
              + " its own; seeds that three divides leave it so little XLM that they run out")
  private boolean ownSending;

  @Option(
      names = "--opening-ledger",
      arity = "1",
      defaultValue = "true",
      description =
          "whether plants are sent before their block is open (kale.plant.opening-ledger; default:"
              + " ${DEFAULT-VALUE})")
  private boolean openingLedger;

  @Option(
      names = "--split-contract",
      arity = "0..1",
      fallbackValue = "true",
      description =
          "whether farmers are paid out by the split contract, some of them to contracts (default:"
              + " every fourth seed)")
  private @Nullable Boolean splitContract;

  @Option(
      names = "--batches",
      description =
          "have works and harvests share transactions, by a batch contract on the network; every"
              + " third seed has them in any case")
  private boolean batches;

  @Option(
      names = "--vaults",
      description =
          "how many farmers with vaults there are at a time beside the others, 0 to 100; with any"
              + " there are batches, too (default: 1 where a seed ends in 4 or 9, else 0)")
  private @Nullable Integer vaults;

  @Option(
      names = "--farmers",
      defaultValue = "6",
      description = "how many farmers at a time, 1 to 100 (default: ${DEFAULT-VALUE})")
  private int farmers;

  @Option(
      names = "--bots",
      defaultValue = "3",
      description = "other farmers (default: ${DEFAULT-VALUE})")
  private int bots;

  @Option(
      names = "--progress",
      defaultValue = "20",
      description = "blocks between two lines of progress, 0 for none (default: ${DEFAULT-VALUE})")
  private long progress;

  @Option(
      names = "--spoil-after",
      defaultValue = "0",
      description =
          "after so many blocks give a farmer a stroop that the run does not know of, to see that"
              + " it is found: the run has to end with 1; 0 for never (default: ${DEFAULT-VALUE})")
  private long spoilAfter;

  @Option(
      names = "--sizes",
      description =
          "at the end say how large the database is, by table and for a farmer and block, with"
              + " pages of 32 blocks and the newest 24 blocks not archived")
  private boolean sizes;

  @Option(names = "--report", description = "also write the figures to this file, as JSON")
  private @Nullable Path report;

  @Option(
      names = "--reports",
      description =
          "with --seeds: also write the figures of each seed to SEED.json in this folder, whatever"
              + " came of it")
  private @Nullable Path reports;

  @Option(
      names = "--keep-database",
      description =
          "with one seed: at the end write the pool's database to this file, as backup does; two"
              + " such files show where two runs part")
  private @Nullable Path keepDatabase;

  @Option(names = "--verbose", description = "show the service's log")
  private boolean verbose;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws SQLException, IOException, InterruptedException {
    check("--blocks", blocks, 1, Long.MAX_VALUE);
    check("--farmers", farmers, 1, 100);
    check("--bots", bots, 0, 1_000);
    check("--vaults", vaults(), 0, 100);
    check("--progress", progress, 0, Long.MAX_VALUE);
    check("--spoil-after", spoilAfter, 0, blocks);
    check("--seeds", seeds, 0, 1_000_000);
    check("--jobs", jobs, 1, 256);
    Set<SimulatedFault> chosen = SimulatedFault.parse(faults);
    StopSignals signals = new StopSignals();
    signals.take();
    try (TemporaryFolder folder = TemporaryFolder.make("kale-pool-simulate")) {
      return seeds > 0 ? playSeeds(folder.path(), signals) : playOne(chosen, folder, signals);
    }
  }

  private int playSeeds(Path folder, StopSignals signals)
      throws SQLException, IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    long first = firstSeed == null ? new SplittableRandom().nextLong(1L << 32) : firstSeed;
    out.println("playing " + seeds + " seeds from " + first + " on, " + jobs + " at a time");
    out.flush();
    List<String> options = new ArrayList<>();
    if (splitContract != null) {
      options.add("--split-contract=" + splitContract);
    }
    if (vaults != null) {
      options.add("--vaults=" + vaults);
    }
    options.addAll(
        List.of(
            "--own-sending=" + ownSending,
            "--opening-ledger=" + openingLedger,
            "--batches=" + batches,
            "--blocks=" + blocks,
            "--farmers=" + farmers,
            "--bots=" + bots,
            "--faults=" + faults,
            "--spoil-after=" + spoilAfter));
    Path each = reports == null ? folder : Files.createDirectories(reports);
    SimulatedSeeds.Plan plan = new SimulatedSeeds.Plan(first, seeds, options, each);
    List<EmbeddedPostgres> servers = new ArrayList<>();
    try {
      for (int job = 0; job < Math.min(jobs, seeds); job++) {
        servers.add(SimulationServer.start(folder.resolve("server-" + job)));
      }
      SeedsReport result = new SimulatedSeeds(plan, servers, folder, out, signals::stopped).run();
      write(result);
      out.println(result.line());
      out.flush();
      return result.failed().isEmpty() ? signals.exitCode() : 1;
    } finally {
      for (EmbeddedPostgres server : servers) {
        server.close();
      }
    }
  }

  private int playOne(Set<SimulatedFault> chosen, TemporaryFolder folder, StopSignals signals)
      throws SQLException, IOException {
    PrintWriter out = spec.commandLine().getOut();
    SimulationOptions options =
        new SimulationOptions(
            seed,
            blocks,
            farmers,
            chosen,
            ownSending,
            byContract(),
            vaults(),
            progress,
            spoilAfter);
    SimulationReport result;
    String url = database;
    if (url != null) {
      result = simulate(url, options, out, signals);
    } else {
      try (EmbeddedPostgres postgres = SimulationServer.start(folder.path())) {
        result = simulate(postgres.getJdbcUrl("postgres", "postgres"), options, out, signals);
      }
    }
    write(result);
    out.println(result.opening().line());
    if (result.fairness() != null) {
      out.println(result.fairness());
    }
    out.println(result.line());
    out.flush();
    return result.good() ? signals.exitCode() : 1;
  }

  private boolean byContract() {
    return splitContract == null ? Math.floorMod(seed, 4) == 0 : splitContract;
  }

  private int vaults() {
    return vaults == null ? Math.floorMod(seed, 5) == SEED_FOR_VAULTS ? 1 : 0 : vaults;
  }

  private void write(Object result) throws IOException {
    if (report != null) {
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(report.toFile(), result);
    }
  }

  private static void check(String option, long value, long low, long high) {
    if (value < low || value > high) {
      String range = high == Long.MAX_VALUE ? "at least " + low : low + " to " + high;
      throw new CommandException(option + " must be " + range + ", not " + value);
    }
  }

  private SimulationReport simulate(
      String url, SimulationOptions options, PrintWriter out, StopSignals signals)
      throws SQLException, IOException {
    SandboxConfig network = SimulationSettings.network(seed, bots);
    try (Sandbox sandbox = Sandbox.start(network)) {
      Map<String, String> settings = SimulationSettings.of(network);
      // a user in the URL would win over those that are set
      PostgresLogin owner =
          new PostgresLogin(url.replaceFirst("\\?user=\\w+$", ""), "postgres", "postgres");
      settings.putAll(DatabaseSettings.settings(owner.runtime(), owner));
      settings.putAll(SimulationSettings.keys());
      settings.put("kale.plant.opening-ledger", Boolean.toString(openingLedger));
      if (options.faults().contains(SimulatedFault.PRICE_MOVES)) {
        settings.put("kale.price.pool", "network");
      }
      if (options.splitContract()) {
        settings.putAll(SimulatedContract.deploy(sandbox, seed));
      }
      if (batches || options.vaults() > 0 || seed % SEEDS_FOR_BATCHES == 0) {
        settings.putAll(SimulationSettings.batches(sandbox));
      }
      if (options.vaults() > 0) {
        settings.putAll(SimulationSettings.vaults());
      }
      if (sizes) {
        settings.put("kale.history.keep-blocks", "24");
        settings.put("kale.history.page-blocks", "32");
      }
      settings.put("quarkus.log.level", verbose ? "INFO" : "OFF");
      // cuts are meant; the connection pool tells of each
      settings.put("quarkus.log.category.\"io.agroal.pool\".level", verbose ? "INFO" : "OFF");
      try (PoolProcess pool = PoolProcess.start(settings, 0);
          DemoClient client = new DemoClient(pool.url());
          SimulatedDatabase own =
              SimulatedDatabase.open(owner.url(), owner.user(), owner.password());
          var _ = StandstillWatch.start(seed, sandbox::ledger, LONGEST_LEDGER, out)) {
        // the service has signal handlers of its own, which would end it under the run
        signals.take();
        SimulationReport result =
            new Simulation(options, sandbox, Arc.container(), client, own, out, signals::stopped)
                .run();
        if (keepDatabase != null) {
          own.backUp(keepDatabase);
        }
        if (sizes) {
          own.size().lines().forEach(out::println);
        }
        return result;
      }
    }
  }
}
